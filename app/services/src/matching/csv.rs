//! The input as CSV. One record a line; a field never holds a line break, so lines are read one by one.

use std::borrow::Cow;

use domain::matching::{Builder, Input, Seed, Side};

use super::read::{Unreadable, seed};

const HEADER: &str = "record,id,other,rank,fit,seats,draw";
const FIELDS: usize = 7;

pub(super) fn read(text: &str) -> Result<Input, Unreadable> {
    let lines = || text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let wrong = |line: usize, what: &str| Unreadable::Csv { line: line + 1, what: what.to_owned() };
    match lines().next() {
        Some((_, first)) if first.trim_end() == HEADER => {}
        _ => return Err(wrong(0, &format!("the first line must be {HEADER}"))),
    }
    let mut builder = Builder::new(find_seed(lines().skip(1))?);
    let mut seeds = 0;
    for (at, line) in lines().skip(1) {
        let fields = fields(line).ok_or_else(|| wrong(at, "there must be seven fields; a quote must be closed"))?;
        let [record, id, other, rank, fit, seats, draw] = fields.each_ref().map(|field| &**field);
        let empty = |names: &[(&str, &str)]| match names.iter().find(|(_, field)| !field.is_empty()) {
            Some((name, _)) => Err(wrong(at, &format!("{name} must be empty in a line {record}"))),
            None => Ok(()),
        };
        let number = |name: &str, field: &str| {
            field.parse::<u32>().map_err(|_| wrong(at, &format!("{name} must be a whole number, not {field:?}")))
        };
        let draw = Some(draw).filter(|draw| !draw.is_empty());
        match record {
            "seed" => {
                seeds += 1;
                if seeds > 1 {
                    return Err(wrong(at, "there is one seed"));
                }
            }
            "mentee" => {
                empty(&[("other", other), ("rank", rank), ("fit", fit), ("seats", seats)])?;
                builder.person(Side::Mentee, id, 0, draw)?;
            }
            "mentor" => {
                empty(&[("other", other), ("rank", rank), ("fit", fit)])?;
                builder.person(Side::Mentor, id, number("seats", seats)?, draw)?;
            }
            "mentee_rank" => {
                empty(&[("seats", seats), ("draw", draw.unwrap_or_default())])?;
                let fit = if fit.is_empty() { None } else { Some(number("fit", fit)?) };
                builder.entry(Side::Mentee, id, other, number("rank", rank)?, fit)?;
            }
            "mentor_rank" => {
                empty(&[("fit", fit), ("seats", seats), ("draw", draw.unwrap_or_default())])?;
                builder.entry(Side::Mentor, id, other, number("rank", rank)?, None)?;
            }
            _ => return Err(wrong(at, "record must be seed, mentee, mentor, mentee_rank or mentor_rank")),
        }
    }
    Ok(builder.finish()?)
}

/// The seed may stand anywhere, and is needed first.
fn find_seed<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Result<Seed, Unreadable> {
    for (_, line) in lines {
        if let Some([record, id, other, ..]) = fields(line).as_ref().map(|fields| fields.each_ref().map(|one| &**one))
            && record == "seed"
        {
            return seed(id, Some(other).filter(|other| !other.is_empty()));
        }
    }
    Err(Unreadable::Seed)
}

/// The seven fields of a line, or none where it has another number or a quote stays open.
fn fields(line: &str) -> Option<[Cow<'_, str>; FIELDS]> {
    let mut fields: [Cow<'_, str>; FIELDS] = Default::default();
    let mut rest = line.trim_end_matches('\r');
    for (at, field) in fields.iter_mut().enumerate() {
        let end = if let Some(quoted) = rest.strip_prefix('"') {
            let (text, length) = unquoted(quoted)?;
            *field = Cow::Owned(text);
            length + 1
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            *field = Cow::Borrowed(&rest[..end]);
            end
        };
        rest = &rest[end..];
        match rest.strip_prefix(',') {
            Some(more) if at + 1 < FIELDS => rest = more,
            None if at + 1 == FIELDS && rest.is_empty() => {}
            _ => return None,
        }
    }
    Some(fields)
}

/// What stands up to the closing quote, and how many bytes that took with it.
fn unquoted(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '"' {
            out.push(letter);
        } else if letters.next_if(|(_, next)| *next == '"').is_some() {
            out.push('"');
        } else {
            return Some((out, at + 1));
        }
    }
    None
}
