//! The National Provider Identifier of a physician in the United States.

/// What the check digit is computed with in front of the number: 80 for health, 840 for the United States.
const PREFIX: &str = "80840";

/// Is this a number that can have been given out? Ten digits, the first of them 1 or 2, the last the check digit of
/// ISO/IEC 7812 over the number with its prefix (Centers for Medicare and Medicaid Services, NPI final rule of
/// 2004-01-23, 69 FR 3434). Whether it has been given out, and to whom, only the registry knows.
pub fn is_npi(text: &str) -> bool {
    let shaped = text.len() == 10 && text.starts_with(['1', '2']) && text.bytes().all(|byte| byte.is_ascii_digit());
    shaped && checks(PREFIX.bytes().chain(text.bytes()))
}

/// The sum of Luhn over digits, the check digit among them.
fn checks(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0');
            let value = if place % 2 == 1 { value * 2 } else { value };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::is_npi;

    #[test]
    fn the_example_of_the_rule_holds_and_every_other_last_digit_does_not() {
        assert!(is_npi("1234567893"));
        assert!(is_npi("1558598797"));
        for last in ["0", "1", "2", "4", "5", "6", "7", "8", "9"] {
            assert!(!is_npi(&format!("123456789{last}")));
        }
    }

    #[test]
    fn two_neighbors_that_changed_places_are_noticed() {
        assert!(!is_npi("2134567893") && !is_npi("1324567893") && !is_npi("1234568793"));
    }

    #[test]
    fn what_is_not_ten_digits_is_no_number() {
        for wrong in ["", "123456789", "12345678933", "3234567893", "123456789x", "１234567893", "1234 567893"] {
            assert!(!is_npi(wrong), "{wrong}");
        }
        // Their check digits are right.
        for wrong in ["123456784", "3234567899", "123456x890"] {
            assert!(!is_npi(wrong), "{wrong}");
        }
    }
}
