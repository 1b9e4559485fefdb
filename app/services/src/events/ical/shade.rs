//! The name for a color: COLOR takes only CSS3 color names (RFC 7986 section 5.9), an association has any color.

use domain::color::Color;

/// Names that people and calendar programs tell apart, from the CSS Color Module Level 3 (section 4.3).
const NAMES: [(&str, u8, u8, u8); 20] = [
    ("black", 0, 0, 0),
    ("brown", 165, 42, 42),
    ("chocolate", 210, 105, 30),
    ("crimson", 220, 20, 60),
    ("darkblue", 0, 0, 139),
    ("darkgreen", 0, 100, 0),
    ("darkslategray", 47, 79, 79),
    ("gold", 255, 215, 0),
    ("gray", 128, 128, 128),
    ("indigo", 75, 0, 130),
    ("maroon", 128, 0, 0),
    ("mediumseagreen", 60, 179, 113),
    ("navy", 0, 0, 128),
    ("olive", 128, 128, 0),
    ("orange", 255, 165, 0),
    ("purple", 128, 0, 128),
    ("royalblue", 65, 105, 225),
    ("steelblue", 70, 130, 180),
    ("teal", 0, 128, 128),
    ("tomato", 255, 99, 71),
];

/// The name nearest to a color, by the distance in sRGB.
pub(super) fn name(color: Color) -> &'static str {
    let far = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
    let nearest = NAMES
        .iter()
        .min_by_key(|(_, red, green, blue)| far(*red, color.red) + far(*green, color.green) + far(*blue, color.blue));
    nearest.map_or("black", |(name, ..)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_gets_the_nearest_name() {
        for (color, told) in
            [("#008080", "teal"), ("#0b5c66", "darkslategray"), ("#c03010", "brown"), ("#10c010", "darkgreen")]
        {
            assert_eq!(name(Color::parse(color).unwrap()), told, "{color}");
        }
        assert_eq!(name(Color::BLACK), "black");
    }
}
