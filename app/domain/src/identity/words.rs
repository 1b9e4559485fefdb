//! What people read about their accounts.

/// No address was typed.
pub const EMAIL_MISSING: &str = "Enter your e-mail address.";
/// The address cannot be one.
pub const EMAIL: &str = "Enter an e-mail address such as name@example.org.";
/// No password was typed.
pub const PASSWORD_MISSING: &str = "Enter a password.";
/// The password is too short.
pub const PASSWORD_SHORT: &str =
    "Make the password longer: at least 10 characters. Three or four words are easy to remember.";
/// The password is too long.
pub const PASSWORD_LONG: &str = "Make the password shorter: at most 128 characters.";
/// The password is in every list that thieves try first.
pub const PASSWORD_COMMON: &str =
    "Choose a password that is harder to guess. This one is among those that are tried first.";
/// The password would soon be guessed; why, and [`PASSWORD_BETTER`], follow.
pub const PASSWORD_WEAK: &str = "Choose a password that is harder to guess.";
/// What would be harder to guess.
pub const PASSWORD_BETTER: &str = "Add a word or two that nobody would expect.";
/// It is in the lists of published passwords, or nearly.
pub const WEAK_COMMON: &str = "This one is among those that are tried first.";
/// It follows the keyboard.
pub const WEAK_KEYS: &str = "Keys that lie beside each other are easy to guess.";
/// It repeats itself.
pub const WEAK_REPEATS: &str = "The same signs again and again are easy to guess.";
/// It counts or spells on.
pub const WEAK_ROWS: &str = "Rows such as abc or 6543 are easy to guess.";
/// It is a date.
pub const WEAK_DATES: &str = "Years and dates are easy to guess.";
/// It is a word.
pub const WEAK_WORD: &str = "A word by itself is easy to guess.";
/// It is a name.
pub const WEAK_NAME: &str = "Names are easy to guess.";
/// Capital letters were to make it harder.
pub const VAIN_CAPITALS: &str = "Capital letters hardly help.";
/// Writing backwards was.
pub const VAIN_BACKWARDS: &str = "Writing a word backwards hardly helps.";
/// Other signs in place of letters were.
pub const VAIN_SUBSTITUTES: &str = "Signs in place of letters, such as @ for a, hardly help.";
/// The password is the address.
pub const PASSWORD_ADDRESS: &str = "Choose a password that is not your e-mail address.";
/// Address and password do not belong together; says the same whether there is such an account or not.
pub const SIGN_IN: &str =
    "This e-mail address and password do not belong together. Check both, or choose a new password.";
/// The present password is not right.
pub const PASSWORD_WRONG: &str = "This is not your present password.";
/// The code of the second factor is not right.
pub const CODE_WRONG: &str = "This code is not right. Enter the six digits your app shows now, or a recovery code.";
/// Too many codes were tried while setting it up.
pub const CODE_TRIES: &str = "That was a lot of codes. Wait 15 minutes, then enter the one your app shows.";
/// The code belongs to a secret that has waited too long.
pub const CODE_OVER: &str = "That took longer than 30 minutes. Give your password again to begin anew.";
/// The new address is the old one.
pub const EMAIL_SAME: &str = "This is the address you have now. Enter the new one.";
/// The box that says one has read what happens was not ticked.
pub const CONFIRM_LEAVE: &str = "Tick the box to say that you want to delete your account.";
/// No lawful ground was chosen.
pub const ERASURE_GROUND: &str = "Choose why this person is erased.";
/// The box that says one means it was not ticked.
pub const CONFIRM_ERASURE: &str = "Tick the box to say that you want to erase this person for good.";

#[cfg(test)]
mod tests {
    use super::super::limits::{MAX_PASSWORD, MIN_PASSWORD, PENDING_KEPT, Tries};

    #[test]
    fn the_words_name_the_limits_that_hold() {
        assert!(super::PASSWORD_SHORT.contains(&MIN_PASSWORD.to_string()));
        assert!(super::PASSWORD_LONG.contains(&MAX_PASSWORD.to_string()));
        assert!(super::CODE_OVER.contains(&PENDING_KEPT.num_minutes().to_string()));
        assert!(super::CODE_TRIES.contains(&Tries::ACCOUNT.per.num_minutes().to_string()));
    }
}
