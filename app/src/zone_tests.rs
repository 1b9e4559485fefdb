//! What people type for their zone, and what attackers do.

use super::*;

fn with_cookie(value: &str) -> HeaderMap {
    HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(value).unwrap())])
}

#[test]
fn a_zone_is_known_by_its_name_its_city_and_a_city_beside_it() {
    for (typed, zone) in [
        ("Asia/Karachi", Tz::Asia__Karachi),
        ("asia/karachi", Tz::Asia__Karachi),
        (" Lahore, Pakistan ", Tz::Asia__Karachi),
        ("new york", Tz::America__New_York),
        ("America/New York", Tz::America__New_York),
        ("Asia/Calcutta", Tz::Asia__Kolkata),
        ("kolkata", Tz::Asia__Kolkata),
        ("Ho Chi Minh City", Tz::Asia__Ho_Chi_Minh),
        ("Louisville", Tz::America__Kentucky__Louisville),
        ("UTC", Tz::UTC),
    ] {
        assert_eq!(parse(typed), Ok(zone), "{typed}");
    }
}

#[test]
fn what_is_no_zone_names_the_city_perhaps_meant() {
    assert_eq!(parse("Karatchi"), Err(Some("Karachi")));
    assert_eq!(parse("Nwe York"), Err(Some("New York")));
    let long = "a".repeat(10_000);
    for typed in ["Gondor", "", "/", "..", "\r\nSet-Cookie: x=y", "\u{0}", "Asia/", long.as_str()] {
        assert_eq!(parse(typed), Err(None), "{typed:?}");
    }
}

#[test]
fn every_place_is_found_by_what_its_option_says_and_stands_once() {
    for (index, place) in PLACES.iter().enumerate() {
        assert_eq!(parse(&format!("{}, {}", place.city, place.country)), Ok(place.zone), "{}", place.city);
        assert!(PLACES[index + 1..].iter().all(|other| other.city != place.city), "{} twice", place.city);
    }
}

#[test]
fn the_address_comes_before_the_cookie() {
    let kept = with_cookie("a=b; tz=Europe/London; c=d");
    let none = HeaderMap::new();
    assert_eq!(ViewerZone::of(None, &none), ViewerZone::default());
    assert_eq!(ViewerZone::of(None, &kept).zone, Some(Tz::Europe__London));
    assert_eq!(ViewerZone::of(Some("a=b&tz=Asia%2FKarachi"), &kept).zone, Some(Tz::Asia__Karachi));
    assert_eq!(ViewerZone::of(Some("tz="), &kept).zone, None);
    assert_eq!(ViewerZone::of(Some("tz=nowhere"), &kept).zone, Some(Tz::Europe__London));
    assert_eq!(ViewerZone::of(Some("xtz=Asia/Karachi"), &with_cookie("ntz=UTC")), ViewerZone::default());
}

#[test]
fn whatever_names_a_zone_is_for_one_reader_alone() {
    let none = HeaderMap::new();
    assert!(!ViewerZone::of(Some("a=b"), &none).is_personal());
    assert!(ViewerZone::of(None, &with_cookie("tz=")).is_personal());
    assert!(ViewerZone::of(None, &with_cookie("tz=%0d%0a")).is_personal());
    for query in ["tz=", "tz", "tz=UTC", "%74z=UTC", "a=b&tz=nowhere"] {
        assert!(ViewerZone::of(Some(query), &none).is_personal(), "{query}");
    }
}

#[test]
fn the_cookie_holds_a_name_of_the_table_and_nothing_else() {
    let set = |query: &str, https| {
        ViewerZone::of(Some(query), &HeaderMap::new())
            .set_cookie(https)
            .map(|value| value.to_str().unwrap_or_default().to_owned())
    };
    assert_eq!(set("tz=lahore", false).as_deref(), Some("tz=Asia/Karachi; Path=/; Max-Age=31536000; SameSite=Lax"));
    assert!(set("tz=UTC", true).is_some_and(|cookie| cookie.ends_with("; Secure")));
    assert_eq!(set("tz=", false).as_deref(), Some("tz=; Path=/; Max-Age=0; SameSite=Lax"));
    assert_eq!(set("tz=x%0d%0aSet-Cookie:%20a=b", false), None);
    assert_eq!(set("a=b", false), None);
}
