//! Lists as they are typed: a mentee's choices in order, a mentor's places with an explicit never.

use std::collections::HashMap;

use super::{MOST_PEOPLE, words};
use crate::form::FieldError;
use crate::identity::profile::Typed;

/// The choices of a mentee in their order, without the gaps: values of the fields `choice`, each one of `known`.
pub fn choices(typed: Typed<'_>, known: &[String], most: usize) -> Result<Vec<String>, Vec<FieldError>> {
    let wrong = |words: &str| Err(vec![FieldError::new("choice", words)]);
    let mut list: Vec<String> = Vec::new();
    for word in typed.all("choice").into_iter().map(str::trim).filter(|word| !word.is_empty()) {
        if !known.iter().any(|one| one == word) {
            return wrong(words::CHOICE_GONE);
        }
        if list.iter().any(|one| one == word) {
            return wrong(words::CHOICE_TWICE);
        }
        list.push(word.to_owned());
    }
    if list.len() > most {
        return wrong(words::TOO_MANY_CHOICES);
    }
    Ok(list)
}

/// The places that a mentor gives to those who listed them, in the order of `ids`: 0 for never, else from 1 without gaps;
/// equal places are a tie. The fields of a person are `place_<id>`, a number from 1 to [`MOST_PEOPLE`], and `never_<id>`,
/// which is `yes` for a never, whatever the place says; of a field that was sent twice, the first counts. One error for each
/// field `place_<id>` that holds no such number.
pub fn places(typed: Typed<'_>, ids: &[String]) -> Result<Vec<u32>, Vec<FieldError>> {
    let said: HashMap<&str, &str> =
        typed.fields().iter().rev().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let first = |name: &str| said.get(name).copied().unwrap_or_default();
    let (mut errors, mut given) = (Vec::new(), Vec::with_capacity(ids.len()));
    for id in ids {
        let name = format!("place_{id}");
        if first(&format!("never_{id}")) == "yes" {
            given.push(0);
            continue;
        }
        // Not bounded by how many there are now: somebody may have left since the form was drawn.
        let place = first(&name).trim().parse::<u32>().ok();
        match place.filter(|place| (1..=MOST_PEOPLE).contains(&u64::from(*place))) {
            Some(place) => given.push(place),
            None => errors.push(FieldError::new(name, words::PLACE)),
        }
    }
    if errors.is_empty() { Ok(closed_up(&given)) } else { Err(errors) }
}

/// The same order without gaps; 0 stays 0.
pub fn closed_up(places: &[u32]) -> Vec<u32> {
    let mut used: Vec<u32> = places.iter().copied().filter(|place| *place > 0).collect();
    used.sort_unstable();
    used.dedup();
    let rank = |place: &u32| used.iter().position(|one| one == place).map_or(0, |at| crate::matching::narrow(at + 1));
    places.iter().map(rank).collect()
}

/// The ranks that hold for a mentor who says nothing: the better fit first, from 1; equal fits are a tie, which the
/// lottery breaks.
pub fn prefilled(fits: &[u32]) -> Vec<u32> {
    let mut all = fits.to_vec();
    all.sort_unstable_by(|one, two| two.cmp(one));
    all.dedup();
    let rank = |fit: &u32| all.iter().position(|one| one == fit).map_or(1, |at| crate::matching::narrow(at + 1));
    fits.iter().map(rank).collect()
}
