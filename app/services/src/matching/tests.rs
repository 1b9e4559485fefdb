//! Both formats, every kind of wrong file, and every small change to a result.

use domain::matching::{Objective, Report};

use super::*;

const SEED: &str = "1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a";

fn json(seed: &str, seats: u32) -> String {
    format!(
        r#"{{"format": "landfall-match-input/1", "mentees": [
  {{"id": "amara", "draw": "k3v9", "ranks": ["kofi", ["lena", "mei"]], "fits": [870, [640, 630]], "name": "Amara Osei"}},
  {{"id": "bela, \"b\"", "ranks": ["kofi"], "fits": [900]}},
  {{"id": "chidi", "ranks": ["lena", "kofi"]}}
], "mentors": [
  {{"id": "kofi", "seats": {seats}, "ranks": [["bela, \"b\"", "amara"], "chidi"]}},
  {{"id": "lena", "seats": 1, "ranks": ["amara", "chidi"]}},
  {{"id": "mei", "seats": 0, "ranks": ["amara"]}}
], "seed": "{seed}"}}"#
    )
}

const CSV: &str = "record,id,other,rank,fit,seats,draw
mentor_rank,lena,chidi,9,,,
mentor_rank,lena,amara,4,,,
mentee_rank,amara,mei,7,630,,
mentee_rank,amara,lena,7,640,,
mentee_rank,amara,kofi,1,870,,
mentee,\"bela, \"\"b\"\"\",,,,,
mentee_rank,\"bela, \"\"b\"\"\",kofi,1,900,,
seed,1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a,,,,,
mentee,chidi,,,,,
mentee_rank,chidi,lena,1,,,
mentee_rank,chidi,kofi,2,,,
mentor_rank,kofi,\"bela, \"\"b\"\"\",1,,,
mentor_rank,kofi,amara,1,,,
mentor_rank,kofi,chidi,2,,,
mentor_rank,mei,amara,1,,,
mentor,mei,,,,0,
mentor,lena,,,,1,
mentor,kofi,,,,1,
mentee,amara,,,,,k3v9\r
";

fn run(text: &str, objective: Objective) -> String {
    write_result(&Report::run(&read(text.as_bytes()).unwrap(), objective)).unwrap()
}

fn wrong(input: &str, result: &str) -> Vec<String> {
    let (report, said, mean_rank) = read_result(result.as_bytes()).unwrap();
    verify(&read(input.as_bytes()).unwrap(), &report, said, &mean_rank).wrong
}

#[test]
fn json_and_csv_of_the_same_people_give_the_same_bytes() {
    for objective in Objective::ALL {
        assert_eq!(run(&json(SEED, 1), objective), run(CSV, objective));
        assert_eq!(wrong(CSV, &run(&json(SEED, 1), objective)), Vec::<String>::new());
    }
}

#[test]
fn a_swapped_pair_a_changed_seat_and_another_seed_are_noticed() {
    let input = json(SEED, 1);
    let result = run(&input, Objective::Stable);
    let noticed = |input: &str, result: &str, words: &str| {
        let lines = wrong(input, result);
        assert!(lines.iter().any(|line| line.contains(words)), "{words:?} is missing in {lines:?}");
    };
    let (one, two) = (result.find("\"kofi\"").unwrap(), result.find("\"lena\"").unwrap());
    assert!(one.max(two) < result.find("result_hash").unwrap());
    let swapped = result.replace("\"kofi\"", "\"@\"").replace("\"lena\"", "\"kofi\"").replace("\"@\"", "\"lena\"");
    noticed(&input, &swapped, "when computed again");
    noticed(&input, &swapped, "result_hash");
    noticed(&json(SEED, 2), &result, "input_hash");
    noticed(&json(SEED, 2), &result, "seats is 2 in the result and 3");
    let other = SEED.replace('a', "b");
    noticed(&json(&other, 1), &result, "the seed of the result is not the seed of the input");
    noticed(&input, &result.replace(SEED, &other), "not the one its commitment is for");
    noticed(&input, &result.replace("landfall-match/1", "landfall-match/9"), "algorithm is landfall-match/9");
    noticed(&input, &result.replace("\"blocking_pairs\": 0", "\"blocking_pairs\": 1"), "blocking_pairs is 1");
    noticed(&input, &result.replace("\"mean_rank\": \"1", "\"mean_rank\": \"2"), "mean_rank");
    noticed(&input, &result.replace("\"lena\"", "\"nobody here\""), "there is no mentor");
}

/// Somebody who can compute hashes changes a pair and every figure with it.
#[test]
fn a_result_that_hangs_together_but_is_not_the_answer_is_noticed() {
    let input = read(json(SEED, 1).as_bytes()).unwrap();
    let (forged, _) = Report::of(&input, Objective::Stable, &[(0, 0)]);
    let text = write_result(&forged).unwrap();
    let lines = wrong(&json(SEED, 1), &text);
    assert!(lines.iter().any(|line| line.contains("placed is 1")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("result_hash is")), "{lines:?}");
    // Every figure is in the hash, and no number is too large to be told wrong.
    let right = Report::run(&input, Objective::Stable);
    let hash = |report: &Report| report.result_hash();
    assert_ne!(hash(&right), hash(&Report { rank_sum: right.rank_sum + 1, ..right.clone() }));
    for (placed, rank_sum) in [(1 << 63, 1), (u64::MAX, u64::MAX)] {
        let forged = write_result(&Report { placed, rank_sum, ..right.clone() }).unwrap();
        let lines = wrong(&json(SEED, 1), &forged);
        assert!(lines.iter().any(|line| line.contains(&format!("placed is {placed}"))), "{lines:?}");
    }
}

#[test]
fn wrong_files_are_refused_with_the_place() {
    let refused = |text: &str, words: &str| {
        let said = read(text.as_bytes()).map(drop).unwrap_err().to_string();
        assert!(said.contains(words), "{words:?} is missing in {said:?}");
        assert_eq!(said.lines().count(), 1, "{said}");
    };
    let right = json(SEED, 1);
    refused(&right.replace("\"ranks\": [\"kofi\"]", "\"ranks\": [\"nadia\"]"), "entry 1: there is no mentor \"nadia\"");
    refused(
        &right.replace("[\"lena\", \"kofi\"]", "[\"lena\", \"lena\"]"),
        "mentee \"chidi\", entry 2: \"lena\" is on the list twice",
    );
    refused(&right.replace("[\"lena\", \"kofi\"]", "[\"chidi\"]"), "nobody is matched with themselves");
    refused(&right.replace("\"id\": \"chidi\"", "\"id\": \"amara\""), "this mentee is there twice");
    refused(&right.replace("870", "10001"), "a fit is a whole number from 0 to 10000");
    refused(&right.replace("[870, [640, 630]]", "[870, 640, 630]"), "the shape of the ranks");
    refused(&right.replace("\"seats\": 0", "\"seats\": 1001"), "at most 1000 seats");
    refused(&right.replace("\"seats\": 0, ", ""), "has no seats");
    refused(&right.replace("\"ranks\"", "\"rank\""), "rank");
    refused(&right.replace("input/1", "input/2"), "landfall-match-input/1");
    refused(&right.replace("\"format\"", "\"commitment\": \"00\", \"format\""), "commitment must be 64");
    let zeros = format!("\"commitment\": \"{}\", \"format\"", "0".repeat(64));
    refused(&right.replace("\"format\"", &zeros), "another seed");
    refused(&right.replace(SEED, "abc"), "the seed must be 64");
    refused(&right.replace("\"mentors\"", "\"others\""), "others");
    refused(&right[..right.len() - 2], "line");
    refused("who,what\n", "line 1: the first line must be");
    refused(&CSV.replace("mentor,kofi,,,,1,", "mentor,kofi,,,,many,"), "line 19: seats must be a whole number");
    refused(&CSV.replace("mentor,kofi,,,,1,", "mentor,kofi,,,,1"), "line 19: there must be seven fields");
    refused(&CSV.replace("mentee,chidi,,,,,", "mentee,chidi,,,,3,"), "seats must be empty");
    refused(&CSV.replace("mentee,chidi,,,,,\n", ""), "mentee \"chidi\": there is a list, but no such mentee");
    refused(&CSV.replace("seed,", "mentee,"), "the seed must be 64");
    assert!(matches!(read(&[0xff, 0xfe]), Err(Unreadable::NotText)));
}

#[test]
fn an_invented_population_is_the_same_each_time_and_can_be_matched() {
    let text = write_population(90, 7).unwrap();
    assert_eq!(text, write_population(90, 7).unwrap());
    assert_ne!(text, write_population(90, 8).unwrap());
    let input = read(text.as_bytes()).unwrap();
    let population = domain::matching::population::Population::invent(90, 7);
    assert_eq!(input, population.input(input.seed()).unwrap());
    for objective in Objective::ALL {
        let result = run(&text, objective);
        assert_eq!(wrong(&text, &result), Vec::<String>::new());
        let report = Report::run(&input, objective);
        assert!(report.placed > 60, "{report:?}");
        assert_eq!(report.blocking_pairs == 0, objective == Objective::Stable);
    }
    for word in ["\"assumption\":true", "\"source\":\"AMA\"", "\"invented\":true"] {
        assert!(text.contains(word), "{word}");
    }
}
