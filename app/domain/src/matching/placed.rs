//! Somebody and a place on a list, in one number: smaller is better. How fast lists come out of memory decides how fast they
//! are matched, so where places are few this takes half the room.

/// A person with a place on a list.
pub(crate) trait Placed: Copy + Ord {
    /// Behind everybody, and nobody's.
    const LAST: Self;
    /// Before everybody.
    const FIRST: Self;
    /// No list is longer than that.
    const PLACES: usize;

    /// The number of somebody at a place.
    fn new(place: u32, who: u32) -> Self;
    /// Who it is.
    fn who(self) -> u32;
    /// The same place, for somebody else.
    fn with(self, who: u32) -> Self;
    /// The place.
    fn place(self) -> u32;
}

macro_rules! placed {
    ($number:ty, $bits:literal, $narrow:expr) => {
        impl Placed for $number {
            const LAST: Self = Self::MAX;
            const FIRST: Self = 0;
            const PLACES: usize = (Self::MAX >> $bits) as usize;

            fn new(place: u32, who: u32) -> Self {
                Self::from(place) << $bits | Self::from(who)
            }

            fn who(self) -> u32 {
                $narrow(self & ((1 << $bits) - 1))
            }

            fn with(self, who: u32) -> Self {
                self >> $bits << $bits | Self::from(who)
            }

            fn place(self) -> u32 {
                $narrow(self >> $bits)
            }
        }
    };
}

placed!(u32, 18, |number: u32| number);
placed!(u64, 32, low);

#[expect(clippy::cast_possible_truncation, reason = "both halves of a number have 32 bits")]
const fn low(number: u64) -> u32 {
    number as u32
}

const _: () = assert!(super::input::MAX_PEOPLE < 1 << 18, "a person is a number of 18 bits");

/// Rows of them, as narrow as the longest list allows.
#[derive(Debug)]
pub(crate) enum Rows {
    /// Every list is short.
    Short(Vec<u32>),
    /// Some list is long.
    Long(Vec<u64>),
}

impl Rows {
    /// Who stands there.
    pub(crate) fn who(&self, at: usize) -> u32 {
        match self {
            Self::Short(rows) => rows[at].who(),
            Self::Long(rows) => rows[at].who(),
        }
    }

    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Short(rows) => rows.len(),
            Self::Long(rows) => rows.len(),
        }
    }
}
