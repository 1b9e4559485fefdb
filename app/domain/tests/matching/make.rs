//! Random inputs that can be shuffled and renamed.

use std::fmt::Write as _;

use domain::matching::population::dice::Dice;
use domain::matching::{Builder, Input, Seed, Side};

/// One entry: who on the other side, rank, fit.
pub(crate) type Wish = (usize, u32, u32);

#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) seed: [u8; 32],
    pub(crate) mentees: Vec<Vec<Wish>>,
    /// Seats and list.
    pub(crate) mentors: Vec<(u32, Vec<Wish>)>,
}

/// What a random draft may hold.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) mentees: u32,
    pub(crate) mentors: u32,
    pub(crate) seats: u32,
    pub(crate) fit: u32,
    /// Of a hundred: how often an entry ties with the one before.
    pub(crate) ties: u32,
    /// Of a hundred: how often somebody is on a list.
    pub(crate) listed: u32,
}

pub(crate) const SMALL: Shape = Shape { mentees: 9, mentors: 5, seats: 3, fit: 6, ties: 30, listed: 70 };
pub(crate) const TINY: Shape = Shape { mentees: 4, mentors: 3, seats: 2, fit: 5, ties: 0, listed: 80 };

pub(crate) fn draft(dice: &mut Dice, shape: Shape) -> Draft {
    let (mentees, mentors) = (dice.below(shape.mentees + 1) as usize, dice.below(shape.mentors + 1) as usize);
    let seed = u8::try_from(dice.below(256)).unwrap();
    let mut list = |most: usize| {
        let mut who: Vec<usize> = (0..most).filter(|_| dice.below(100) < shape.listed).collect();
        dice.shuffle(&mut who);
        let mut rank = 1;
        let wish = |(at, who): (usize, usize)| {
            rank += u32::from(at > 0 && dice.below(100) >= shape.ties);
            (who, rank, dice.below(shape.fit + 1))
        };
        who.into_iter().enumerate().map(wish).collect::<Vec<Wish>>()
    };
    let lists = (0..mentees).map(|_| list(mentors)).collect();
    let theirs: Vec<Vec<Wish>> = (0..mentors).map(|_| list(mentees)).collect();
    let mentors = theirs.into_iter().map(|list| (dice.below(shape.seats + 1), list)).collect();
    Draft { seed: [seed; 32], mentees: lists, mentors }
}

/// The draw of a person: it stays when the order and the id change.
fn draw(side: Side, person: usize) -> String {
    format!("{side} draw {person}")
}

impl Draft {
    /// In its own order: indices of the input are those of the draft.
    pub(crate) fn input(&self) -> Input {
        let own = |side: Side, person: usize| format!("{side}-{person}");
        let (mentees, mentors): (Vec<_>, Vec<_>) =
            ((0..self.mentees.len()).collect(), (0..self.mentors.len()).collect());
        self.build(&mentees, &mentors, &own, &mut None)
    }

    /// In another order and with other ids. The answer says who of the draft stands at each index of the input.
    pub(crate) fn shuffled(&self, dice: &mut Dice) -> (Input, [Vec<usize>; 2]) {
        let mut order = [(0..self.mentees.len()).collect::<Vec<_>>(), (0..self.mentors.len()).collect()];
        for order in &mut order {
            dice.shuffle(order);
        }
        let salt = dice.bits();
        let id = move |side: Side, person: usize| {
            let number = (person as u64 + 1).wrapping_mul(salt | 1);
            format!("{number:x} {side}")
        };
        let input = self.build(&order[0], &order[1], &id, &mut Some(dice));
        (input, order)
    }

    fn build(
        &self,
        mentees: &[usize],
        mentors: &[usize],
        id: &dyn Fn(Side, usize) -> String,
        dice: &mut Option<&mut Dice>,
    ) -> Input {
        let mut builder = Builder::new(Seed::new(self.seed));
        for mentee in mentees {
            builder.person(Side::Mentee, &id(Side::Mentee, *mentee), 0, Some(&draw(Side::Mentee, *mentee))).unwrap();
        }
        for mentor in mentors {
            let (name, draw) = (id(Side::Mentor, *mentor), draw(Side::Mentor, *mentor));
            builder.person(Side::Mentor, &name, self.mentors[*mentor].0, Some(&draw)).unwrap();
        }
        let mut entries = Vec::new();
        for (mentee, list) in self.mentees.iter().enumerate() {
            entries.extend(list.iter().map(|wish| (Side::Mentee, mentee, *wish)));
        }
        for (mentor, (_, list)) in self.mentors.iter().enumerate() {
            entries.extend(list.iter().map(|wish| (Side::Mentor, mentor, *wish)));
        }
        if let Some(dice) = dice {
            dice.shuffle(&mut entries);
        }
        for (side, own, (who, rank, fit)) in entries {
            let fit = (side == Side::Mentee).then_some(fit);
            builder.entry(side, &id(side, own), &id(side.other(), who), rank, fit).unwrap();
        }
        builder.finish().unwrap()
    }

    /// The fit of a pair as its mentee says.
    pub(crate) fn fit(&self, (mentee, mentor): (u32, u32)) -> u32 {
        self.mentees[mentee as usize].iter().find(|wish| wish.0 == mentor as usize).unwrap().2
    }

    /// As one line of JSON in the input format, for programs in other languages. Ids are numbers.
    pub(crate) fn json(&self) -> String {
        let mut text = String::from("{\"seed\":\"");
        for byte in self.seed {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push_str("\",\"mentees\":[");
        let people = |text: &mut String, side: Side, lists: &mut dyn Iterator<Item = (Option<u32>, &Vec<Wish>)>| {
            for (person, (seats, list)) in lists.enumerate() {
                let comma = if person == 0 { "" } else { "," };
                write!(text, "{comma}{{\"id\":\"{person}\",\"draw\":\"{}\",", draw(side, person)).unwrap();
                if let Some(seats) = seats {
                    write!(text, "\"seats\":{seats},").unwrap();
                }
                text.push_str("\"ranks\":[");
                for (at, tie) in list.chunk_by(|one, two| one.1 == two.1).enumerate() {
                    text.push_str(if at == 0 { "[" } else { ",[" });
                    let ids: Vec<String> = tie.iter().map(|wish| format!("\"{}\"", wish.0)).collect();
                    text.push_str(&ids.join(","));
                    text.push(']');
                }
                text.push(']');
                if side == Side::Mentee {
                    let fits = list.chunk_by(|one, two| one.1 == two.1);
                    let fits: Vec<Vec<u32>> = fits.map(|tie| tie.iter().map(|wish| wish.2).collect()).collect();
                    write!(text, ",\"fits\":{fits:?}").unwrap();
                }
                text.push('}');
            }
        };
        people(&mut text, Side::Mentee, &mut self.mentees.iter().map(|list| (None, list)));
        text.push_str("],\"mentors\":[");
        people(&mut text, Side::Mentor, &mut self.mentors.iter().map(|(seats, list)| (Some(*seats), list)));
        text.push_str("]}");
        text
    }
}
