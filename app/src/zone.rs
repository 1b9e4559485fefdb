//! The reader's own time zone, for those whom no script helps or whose computer is set wrong: `?tz=` chooses one for
//! a page and a cookie keeps it. Only a name of the zone table ever leaves here, never what was typed.

use chrono_tz::{TZ_VARIANTS, Tz};
use domain::text::{cut, distance};
use http::HeaderMap;
use http::header::{COOKIE, HeaderValue};

/// The parameter and the cookie.
pub const NAME: &str = "tz";
/// Longer names exist nowhere.
const MOST: usize = 64;
/// How long a choice is kept, in seconds: a year.
const KEPT: u32 = 31_536_000;

/// What a request says of its reader's zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ViewerZone {
    /// The zone to tell times in.
    pub zone: Option<Tz>,
    /// What the address asks for.
    pub asked: Asked,
    cookie: bool,
}

/// What `?tz=` asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked {
    /// There is no such parameter.
    #[default]
    Nothing,
    /// This zone.
    Chosen(Tz),
    /// The parameter is empty: the choice is to be forgotten.
    Forget,
    /// No zone and no city we know of; perhaps this city was meant.
    Unknown(Option<&'static str>),
}

impl ViewerZone {
    /// Reads the query and the cookies of a request. The address comes first, then the cookie.
    pub fn of(query: Option<&str>, headers: &HeaderMap) -> Self {
        let cookie = cookie(headers);
        let kept = cookie.and_then(|name| parse(name).ok());
        let asked = query.and_then(|query| services::query::first(query, NAME));
        let (zone, asked) = match asked.as_deref().map(str::trim) {
            None => (kept, Asked::Nothing),
            Some("") => (None, Asked::Forget),
            Some(typed) => match parse(typed) {
                Ok(zone) => (Some(zone), Asked::Chosen(zone)),
                Err(nearest) => (kept, Asked::Unknown(nearest)),
            },
        };
        Self { zone, asked, cookie: cookie.is_some() }
    }

    /// Whether the answer is for this reader alone, so that no cache may hold it or answer in its place.
    pub fn is_personal(&self) -> bool {
        self.cookie || self.asked != Asked::Nothing
    }

    /// The value of `Set-Cookie`, where the address asks for something to be kept or forgotten. `https`: whether the
    /// public address is https.
    pub fn set_cookie(&self, https: bool) -> Option<HeaderValue> {
        let (value, age) = match self.asked {
            Asked::Chosen(zone) => (zone.name(), KEPT),
            Asked::Forget => ("", 0),
            Asked::Nothing | Asked::Unknown(_) => return None,
        };
        let secure = if https { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{NAME}={value}; Path=/; Max-Age={age}; SameSite=Lax{secure}")).ok()
    }
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim_start().strip_prefix(NAME)?.strip_prefix('='))
}

/// Reads a zone's name or a city, in any case: `Asia/Karachi`, "karachi", "Lahore, Pakistan". What is neither gives
/// the city that was perhaps meant.
pub fn parse(typed: &str) -> Result<Tz, Option<&'static str>> {
    if typed.len() > MOST {
        return Err(None);
    }
    let name = typed.trim().replace(' ', "_");
    let city = name.split_once(',').map_or(name.as_str(), |(city, _)| city);
    let is = |known: &str, wanted: &str| known.to_lowercase() == wanted.to_lowercase();
    let own = |zone: &Tz| zone.name().rsplit('/').next().is_some_and(|own| is(own, city));
    let found = TZ_VARIANTS
        .iter()
        .copied()
        .find(|zone| is(zone.name(), &name))
        .or_else(|| {
            let place = PLACES.iter().find(|place| is(&place.city.replace(' ', "_"), city));
            place.map(|place| place.zone)
        })
        .or_else(|| TZ_VARIANTS.iter().copied().find(own));
    found.map(today).ok_or_else(|| meant(city))
}

/// Names that the zone table keeps for old programs, as the places are called today.
fn today(zone: Tz) -> Tz {
    match zone {
        Tz::Asia__Calcutta => Tz::Asia__Kolkata,
        Tz::Asia__Katmandu => Tz::Asia__Kathmandu,
        Tz::Asia__Dacca => Tz::Asia__Dhaka,
        Tz::Asia__Rangoon => Tz::Asia__Yangon,
        Tz::Asia__Saigon => Tz::Asia__Ho_Chi_Minh,
        Tz::Europe__Kiev => Tz::Europe__Kyiv,
        other => other,
    }
}

/// The offered city that differs by at most a quarter of its letters.
fn meant(typed: &str) -> Option<&'static str> {
    let typed = cut(typed, MOST).to_lowercase().replace('_', " ");
    PLACES
        .iter()
        .map(|place| (distance(&typed, &place.city.to_lowercase()), place.city))
        .filter(|(changes, city)| changes * 4 <= city.chars().count())
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, city)| city)
}

/// A city people name, with its country and its zone.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The city.
    pub city: &'static str,
    /// Where it lies.
    pub country: &'static str,
    /// Its clocks.
    pub zone: Tz,
}

const fn place(city: &'static str, country: &'static str, zone: Tz) -> Place {
    Place { city, country, zone }
}

/// Cities offered by name: those where IMGs train and those they come from, and more that people call their zone by
/// although the zone table does not know them.
pub const PLACES: [Place; 64] = [
    place("New York", "Eastern Time", Tz::America__New_York),
    place("Chicago", "Central Time", Tz::America__Chicago),
    place("Denver", "Mountain Time", Tz::America__Denver),
    place("Los Angeles", "Pacific Time", Tz::America__Los_Angeles),
    place("Phoenix", "Arizona", Tz::America__Phoenix),
    place("Anchorage", "Alaska", Tz::America__Anchorage),
    place("Honolulu", "Hawaii", Tz::Pacific__Honolulu),
    place("San Juan", "Puerto Rico", Tz::America__Puerto_Rico),
    place("Boston", "Eastern Time", Tz::America__New_York),
    place("Philadelphia", "Eastern Time", Tz::America__New_York),
    place("Miami", "Eastern Time", Tz::America__New_York),
    place("Atlanta", "Eastern Time", Tz::America__New_York),
    place("Detroit", "Eastern Time", Tz::America__Detroit),
    place("Houston", "Central Time", Tz::America__Chicago),
    place("Dallas", "Central Time", Tz::America__Chicago),
    place("San Francisco", "Pacific Time", Tz::America__Los_Angeles),
    place("Seattle", "Pacific Time", Tz::America__Los_Angeles),
    place("Toronto", "Canada", Tz::America__Toronto),
    place("Vancouver", "Canada", Tz::America__Vancouver),
    place("Mexico City", "Mexico", Tz::America__Mexico_City),
    place("Havana", "Cuba", Tz::America__Havana),
    place("Santo Domingo", "Dominican Republic", Tz::America__Santo_Domingo),
    place("Kingston", "Jamaica", Tz::America__Jamaica),
    place("Bogota", "Colombia", Tz::America__Bogota),
    place("Caracas", "Venezuela", Tz::America__Caracas),
    place("Lima", "Peru", Tz::America__Lima),
    place("Sao Paulo", "Brazil", Tz::America__Sao_Paulo),
    place("Buenos Aires", "Argentina", Tz::America__Argentina__Buenos_Aires),
    place("London", "United Kingdom", Tz::Europe__London),
    place("Dublin", "Ireland", Tz::Europe__Dublin),
    place("Lagos", "Nigeria", Tz::Africa__Lagos),
    place("Abuja", "Nigeria", Tz::Africa__Lagos),
    place("Accra", "Ghana", Tz::Africa__Accra),
    place("Berlin", "Germany", Tz::Europe__Berlin),
    place("Rome", "Italy", Tz::Europe__Rome),
    place("Athens", "Greece", Tz::Europe__Athens),
    place("Kyiv", "Ukraine", Tz::Europe__Kyiv),
    place("Cairo", "Egypt", Tz::Africa__Cairo),
    place("Khartoum", "Sudan", Tz::Africa__Khartoum),
    place("Addis Ababa", "Ethiopia", Tz::Africa__Addis_Ababa),
    place("Nairobi", "Kenya", Tz::Africa__Nairobi),
    place("Johannesburg", "South Africa", Tz::Africa__Johannesburg),
    place("Istanbul", "Turkey", Tz::Europe__Istanbul),
    place("Beirut", "Lebanon", Tz::Asia__Beirut),
    place("Amman", "Jordan", Tz::Asia__Amman),
    place("Damascus", "Syria", Tz::Asia__Damascus),
    place("Baghdad", "Iraq", Tz::Asia__Baghdad),
    place("Riyadh", "Saudi Arabia", Tz::Asia__Riyadh),
    place("Tehran", "Iran", Tz::Asia__Tehran),
    place("Dubai", "United Arab Emirates", Tz::Asia__Dubai),
    place("Kabul", "Afghanistan", Tz::Asia__Kabul),
    place("Karachi", "Pakistan", Tz::Asia__Karachi),
    place("Lahore", "Pakistan", Tz::Asia__Karachi),
    place("Islamabad", "Pakistan", Tz::Asia__Karachi),
    place("Mumbai", "India", Tz::Asia__Kolkata),
    place("Delhi", "India", Tz::Asia__Kolkata),
    place("Colombo", "Sri Lanka", Tz::Asia__Colombo),
    place("Kathmandu", "Nepal", Tz::Asia__Kathmandu),
    place("Dhaka", "Bangladesh", Tz::Asia__Dhaka),
    place("Yangon", "Myanmar", Tz::Asia__Yangon),
    place("Ho Chi Minh City", "Vietnam", Tz::Asia__Ho_Chi_Minh),
    place("Manila", "Philippines", Tz::Asia__Manila),
    place("Beijing", "China", Tz::Asia__Shanghai),
    place("Sydney", "Australia", Tz::Australia__Sydney),
];

#[cfg(test)]
#[path = "zone_tests.rs"]
mod tests;
