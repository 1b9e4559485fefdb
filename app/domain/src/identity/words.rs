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
/// The password is the address.
pub const PASSWORD_ADDRESS: &str = "Choose a password that is not your e-mail address.";
/// Address and password do not belong together; says the same whether there is such an account or not.
pub const SIGN_IN: &str =
    "This e-mail address and password do not belong together. Check both, or choose a new password.";
/// The present password is not right.
pub const PASSWORD_WRONG: &str = "This is not your present password.";
/// The code of the second factor is not right.
pub const CODE_WRONG: &str = "This code is not right. Enter the six digits your app shows now, or a recovery code.";
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
    use super::super::limits::{MAX_PASSWORD, MIN_PASSWORD};

    #[test]
    fn the_words_name_the_limits_that_hold() {
        assert!(super::PASSWORD_SHORT.contains(&MIN_PASSWORD.to_string()));
        assert!(super::PASSWORD_LONG.contains(&MAX_PASSWORD.to_string()));
    }
}
