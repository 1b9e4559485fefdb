//! The input as JSON. People go into the builder one by one, so a large file is never in memory as a tree.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use domain::matching::{Builder, Input, Mistake, Seed, Side};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::read::{Unreadable, seed};

pub(super) const FORMAT: &str = "landfall-match-input/1";

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    format: Option<Cow<'a, str>>,
    #[serde(borrow)]
    seed: Option<Cow<'a, str>>,
    #[serde(borrow)]
    commitment: Option<Cow<'a, str>>,
}

pub(super) fn read(text: &str) -> Result<Input, Unreadable> {
    // Twice over the text: the seed may stand behind the people.
    let head: Head<'_> = serde_json::from_str(text)?;
    let format = head.format.unwrap_or_default();
    if format != FORMAT {
        return Err(Unreadable::Format { found: format.chars().take(64).collect(), wanted: FORMAT });
    }
    let seed: Seed = seed(&head.seed.unwrap_or_default(), head.commitment.as_deref())?;
    let target = Target { builder: RefCell::new(Builder::new(seed)), mistake: RefCell::new(None) };
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = parser.deserialize_map(Whole(&target)).and_then(|()| parser.end());
    let Target { builder, mistake } = target;
    if let Some(mistake) = mistake.into_inner() {
        return Err(mistake.into());
    }
    read?;
    Ok(builder.into_inner().finish()?)
}

/// Where people go, and what was wrong with the first who could not.
struct Target {
    builder: RefCell<Builder>,
    mistake: RefCell<Option<Mistake>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    draw: Option<Cow<'a, str>>,
    #[serde(default)]
    seats: Option<u32>,
    #[serde(borrow, default)]
    ranks: Vec<Place<'a>>,
    #[serde(default)]
    fits: Option<Vec<Fits>>,
    #[serde(default, rename = "name")]
    _name: Option<IgnoredAny>,
    #[serde(default, rename = "profile")]
    _profile: Option<IgnoredAny>,
}

/// One id, or a tie of several.
enum Place<'a> {
    One(Cow<'a, str>),
    Tie(Vec<Cow<'a, str>>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Fits {
    One(u32),
    Tie(Vec<u32>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Place<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Place<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an id or a list of ids")
            }
            fn visit_borrowed_str<E>(self, id: &'de str) -> Result<Self::Value, E> {
                Ok(Place::One(Cow::Borrowed(id)))
            }
            fn visit_str<E>(self, id: &str) -> Result<Self::Value, E> {
                Ok(Place::One(Cow::Owned(id.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut ids: A) -> Result<Self::Value, A::Error> {
                let mut tie = Vec::new();
                while let Some(id) = ids.next_element::<Cow<'de, str>>()? {
                    tie.push(id);
                }
                Ok(Place::Tie(tie))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Person<'_> {
    /// Puts the person into the builder; the text says what is wrong with the shape.
    fn put(&self, side: Side, target: &Target) -> Result<(), String> {
        if let Some(fits) = &self.fits
            && !self.has_shape_of_ranks(fits)
        {
            return Err(format!("the fits of {:?} must have the shape of the ranks", self.id));
        }
        if side == Side::Mentor && self.seats.is_none() {
            return Err(format!("the mentor {:?} has no seats; write 0 for none", self.id));
        }
        self.fill(side, &mut target.builder.borrow_mut()).map_err(|mistake| {
            let said = mistake.to_string();
            *target.mistake.borrow_mut() = Some(mistake);
            said
        })
    }

    fn has_shape_of_ranks(&self, fits: &[Fits]) -> bool {
        fits.len() == self.ranks.len()
            && fits.iter().zip(&self.ranks).all(|pair| match pair {
                (Fits::One(_), Place::One(_)) => true,
                (Fits::Tie(fits), Place::Tie(ids)) => fits.len() == ids.len(),
                _ => false,
            })
    }

    fn fill(&self, side: Side, builder: &mut Builder) -> Result<(), Mistake> {
        builder.person(side, &self.id, self.seats.unwrap_or(0), self.draw.as_deref())?;
        for (at, (rank, place)) in (1..).zip(&self.ranks).enumerate() {
            let fits = self.fits.as_ref().map(|fits| &fits[at]);
            match (place, fits) {
                (Place::One(id), Some(Fits::One(fit))) => builder.entry(side, &self.id, id, rank, Some(*fit))?,
                (Place::One(id), _) => builder.entry(side, &self.id, id, rank, None)?,
                (Place::Tie(ids), fits) => {
                    for (at, id) in ids.iter().enumerate() {
                        let fit = if let Some(Fits::Tie(fits)) = fits { Some(fits[at]) } else { None };
                        builder.entry(side, &self.id, id, rank, fit)?;
                    }
                }
            }
        }
        Ok(())
    }
}

struct Whole<'t>(&'t Target);

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object with mentees and mentors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = [false; 2];
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let side = match &*key {
                "mentees" => Side::Mentee,
                "mentors" => Side::Mentor,
                "format" | "seed" | "commitment" | "assumptions" => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                other => return Err(A::Error::custom(format!("there is no key {other:?}"))),
            };
            let slot = &mut seen[usize::from(side == Side::Mentor)];
            if std::mem::replace(slot, true) {
                return Err(A::Error::custom(format!("{key} stands there twice")));
            }
            map.next_value_seed(People(side, self.0))?;
        }
        if seen == [true; 2] { Ok(()) } else { Err(A::Error::custom("there must be mentees and mentors")) }
    }
}

struct People<'t>(Side, &'t Target);

impl<'de> DeserializeSeed<'de> for People<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for People<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of people")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut people: A) -> Result<(), A::Error> {
        while let Some(person) = people.next_element::<Person<'de>>()? {
            person.put(self.0, self.1).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
