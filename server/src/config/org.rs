//! The association's own settings, with the contrast check on its colors.

use super::ConfigError;
use super::env::{Env, wrong};
use domain::color::Color;
use services::config::{Colors, Org};

/// WCAG 2.2, 1.4.3: the least contrast of normal text.
const TEXT: f64 = 4.5;
/// WCAG 2.2, 1.4.11: the least contrast of the edge of a control.
const EDGE: f64 = 3.0;

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
    let given = |variable| {
        env.given(variable)
            .map(|value| Color::parse(&value).map_err(|error| wrong(variable, format!("\"{value}\": {error}"))))
            .transpose()
    };
    let (paper, action, warm) =
        (given("LANDFALL_COLOR_PAPER")?, given("LANDFALL_COLOR_ACTION")?, given("LANDFALL_COLOR_WARM")?);
    readable(&Scheme::new(paper, action, warm))?;
    let text = |color: Option<Color>| color.map(|color| color.to_string());
    Ok(Colors { paper: text(paper), action: text(action), warm: text(warm) })
}

/// The light scheme with what style/tokens.css mixes from it; the same formulas stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scheme {
    pub(crate) paper: Color,
    pub(crate) sunk: Color,
    pub(crate) line: Color,
    pub(crate) ink: Color,
    pub(crate) soft: Color,
    pub(crate) action: Color,
    action_tint: Color,
    pub(crate) warm: Color,
    warm_tint: Color,
    pub(crate) bad: Color,
}

const fn rgb(value: u32) -> Color {
    let [_, red, green, blue] = value.to_be_bytes();
    Color { red, green, blue }
}

impl Scheme {
    fn new(paper: Option<Color>, action: Option<Color>, warm: Option<Color>) -> Self {
        let paper = paper.unwrap_or(rgb(0x00FB_F9F5));
        let action = action.unwrap_or(rgb(0x000B_5C6B));
        let warm = warm.unwrap_or(rgb(0x00B4_451F));
        Self {
            paper,
            sunk: paper.mixed(rgb(0x006B_4A00), 6),
            line: paper.mixed(rgb(0x0033_1E00), 17),
            ink: rgb(0x0014_232B),
            soft: rgb(0x0045_565F),
            action,
            action_tint: Color::WHITE.mixed(action, 10),
            warm,
            warm_tint: rgb(0x00FF_FBF5).mixed(warm, 9),
            bad: rgb(0x00A3_202A),
        }
    }

    /// The scheme of an association whose colors were checked when they were read.
    pub(crate) fn of(colors: &Colors) -> Self {
        let color = |text: &Option<String>| text.as_deref().and_then(|text| Color::parse(text).ok());
        Self::new(color(&colors.paper), color(&colors.action), color(&colors.warm))
    }
}

/// Refuses a scheme in which some pair the pages use is too faint to read.
fn readable(scheme: &Scheme) -> Result<(), ConfigError> {
    let (ink, soft, edge) = (scheme.ink, scheme.soft, rgb(0x007C_8890));
    for (variable, text, grounds, least) in [
        ("LANDFALL_COLOR_PAPER", ink, vec![scheme.paper, scheme.sunk], TEXT),
        ("LANDFALL_COLOR_PAPER", soft, vec![scheme.paper, scheme.sunk], TEXT),
        ("LANDFALL_COLOR_PAPER", edge, vec![scheme.sunk], EDGE),
        (
            "LANDFALL_COLOR_ACTION",
            scheme.action,
            vec![scheme.paper, Color::WHITE, scheme.sunk, scheme.action_tint],
            TEXT,
        ),
        ("LANDFALL_COLOR_WARM", scheme.warm, vec![scheme.paper, Color::WHITE, scheme.sunk, scheme.warm_tint], TEXT),
    ] {
        for ground in grounds {
            let ratio = text.contrast(ground);
            if ratio < least {
                return Err(wrong(
                    variable,
                    format!("{text} on {ground} has a contrast of {ratio:.1}; people need at least {least}"),
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_colors_checked_here_are_those_of_the_style_sheet() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../style/tokens.css");
        let css = std::fs::read_to_string(path).unwrap().to_lowercase();
        for rule in [
            "--paper: #fbf9f5",
            "--action: #0b5c6b",
            "--warm: #b4451f",
            "--ink: #14232b",
            "--soft: #45565f",
            "--edge: #7c8890",
            "--bad: #a3202a",
            "--line: color-mix(in srgb, var(--paper), #331e00 17%)",
            "--sunk: color-mix(in srgb, var(--paper), #6b4a00 6%)",
            "--action-tint: color-mix(in srgb, var(--action) 10%, #fff)",
            "--warm-tint: color-mix(in srgb, var(--warm) 9%, #fffbf5)",
        ] {
            assert!(css.contains(rule), "style/tokens.css no longer says {rule}");
        }
    }
}
