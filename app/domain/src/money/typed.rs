//! Amounts as people type them.

use super::Cents;

/// Reads `59`, `59.5`, `1,234.50`, with or without a dollar sign before it. Nothing else: an amount is never guessed.
pub fn parse_cents(typed: &str) -> Option<Cents> {
    let typed = typed.trim();
    let typed = typed.strip_prefix('$').unwrap_or(typed);
    let (whole, part) = typed.split_once('.').map_or((typed, None), |(whole, part)| (whole, Some(part)));
    let plain = if whole.contains(',') {
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let right = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
        right.then(|| whole.replace(',', ""))?
    } else {
        whole.to_owned()
    };
    Cents::new(hundredths(&part.map_or(plain.clone(), |part| format!("{plain}.{part}")))?)
}

/// Hundredths of a number with at most two digits after its point.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::parse_cents;

    #[test]
    fn an_amount_is_read_or_refused_and_never_guessed() {
        for (typed, cents) in [
            ("59", 5_900),
            ("59.5", 5_950),
            (" $59.50 ", 5_950),
            ("1,234.50", 123_450),
            ("0", 0),
            ("10,000,000", 1_000_000_000),
        ] {
            assert_eq!(parse_cents(typed).map(super::Cents::get), Some(cents), "{typed}");
        }
        for no in
            ["", "$", "-5", "5.", ".5", "5.005", "5,00", "1,2345", ",500", "1.234,50", "5 0", "\u{661}", "10,000,001"]
        {
            assert_eq!(parse_cents(no), None, "{no}");
        }
    }
}
