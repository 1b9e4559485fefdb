//! The association's own settings, with the contrast check on its colors.

use super::ConfigError;
use super::env::{Env, wrong};
use domain::colour::Colour;
use services::config::{Colors, Org};

/// WCAG 2.2, 1.4.3: the least contrast of normal text.
const LEAST_CONTRAST: f64 = 4.5;

/// The design's own colors, for the pairs that a given color is read with (style/tokens.css).
const PAPER: &str = "#FBF9F5";
const INK: &str = "#14232B";
const ACTION: &str = "#0B5C6B";
const WARM: &str = "#B4451F";
const WHITE: &str = "#FFFFFF";

/// `LANDFALL_ORG_NAME`, `LANDFALL_ORG_SHORT_NAME`, `LANDFALL_ORG_ZONE`, `LANDFALL_ORG_EMAIL`,
/// `LANDFALL_COLOR_PAPER`, `LANDFALL_COLOR_ACTION`, `LANDFALL_COLOR_WARM`.
pub(super) fn read(env: &Env<'_>) -> Result<Org, ConfigError> {
    let default = Org::default();
    let email = env.text("LANDFALL_ORG_EMAIL", &default.email);
    if email.split_once('@').is_none_or(|(name, host)| name.is_empty() || host.is_empty())
        || email.contains(char::is_whitespace)
    {
        return Err(wrong("LANDFALL_ORG_EMAIL", format!("\"{email}\" is not an e-mail address")));
    }
    Ok(Org {
        name: env.text("LANDFALL_ORG_NAME", &default.name),
        short_name: env.text("LANDFALL_ORG_SHORT_NAME", &default.short_name),
        zone: env.parse("LANDFALL_ORG_ZONE", "a time zone such as America/New_York", default.zone.name())?,
        email,
        colors: colors(env)?,
    })
}

fn colors(env: &Env<'_>) -> Result<Colors, ConfigError> {
    let colors = Colors {
        paper: colour(env, "LANDFALL_COLOR_PAPER")?,
        action: colour(env, "LANDFALL_COLOR_ACTION")?,
        warm: colour(env, "LANDFALL_COLOR_WARM")?,
    };
    let paper = colors.paper.as_deref().unwrap_or(PAPER);
    let action = colors.action.as_deref().unwrap_or(ACTION);
    let warm = colors.warm.as_deref().unwrap_or(WARM);
    for (variable, text, ground) in [
        ("LANDFALL_COLOR_PAPER", INK, paper),
        ("LANDFALL_COLOR_ACTION", action, paper),
        ("LANDFALL_COLOR_ACTION", WHITE, action),
        ("LANDFALL_COLOR_WARM", warm, paper),
    ] {
        let (Ok(text_colour), Ok(ground_colour)) = (Colour::parse(text), Colour::parse(ground)) else { continue };
        let ratio = text_colour.contrast(ground_colour);
        if ratio < LEAST_CONTRAST {
            return Err(wrong(
                variable,
                format!("{text} on {ground} has a contrast of {ratio:.1}; people need at least {LEAST_CONTRAST}"),
            ));
        }
    }
    Ok(colors)
}

fn colour(env: &Env<'_>, variable: &'static str) -> Result<Option<String>, ConfigError> {
    env.given(variable)
        .map(|value| match Colour::parse(&value) {
            Ok(_) => Ok(value),
            Err(_) => Err(wrong(variable, format!("\"{value}\" is not a color such as #0B5C6B"))),
        })
        .transpose()
}
