//! Parameters of an address.

use url::form_urlencoded;

/// Further parameters are not looked at.
const MOST: usize = 64;

/// The first value of a parameter, also when it is empty.
pub fn first(query: &str, name: &str) -> Option<String> {
    values(query, name).next()
}

/// The first value of a parameter that says anything.
pub fn first_filled(query: &str, name: &str) -> Option<String> {
    values(query, name).find(|value| !value.is_empty())
}

/// Every parameter, in order.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().take(MOST).collect()
}

fn values(query: &str, name: &str) -> impl Iterator<Item = String> {
    let all = form_urlencoded::parse(query.as_bytes()).take(MOST);
    all.filter(move |(key, _)| key == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_counts_and_an_endless_query_is_not_read_to_its_end() {
        let query = "q=&q=tea+%26+cake&tz=Europe%2FParis&tz=UTC";
        assert_eq!(first(query, "q").as_deref(), Some(""));
        assert_eq!(first_filled(query, "q").as_deref(), Some("tea & cake"));
        assert_eq!(first(query, "tz").as_deref(), Some("Europe/Paris"));
        assert_eq!(first(query, "month"), None);
        let long = format!("{}q=late", "x=1&".repeat(MOST));
        assert_eq!((first(&long, "q"), first(&long, "x").as_deref()), (None, Some("1")));
    }
}
