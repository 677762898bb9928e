//! The page of trust against the harnesses: each is on it, and each row of its results still has one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CALL: &str = concat!("trust::", "result(");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false if path.extension().is_some_and(|ending| ending == "rs") => {
                vec![(path.display().to_string(), fs::read_to_string(&path).unwrap())]
            }
            false => Vec::new(),
        })
        .collect()
}

/// The ids that harnesses tell their counts under.
fn told(sources: &[(String, String)]) -> BTreeSet<String> {
    let calls = sources.iter().flat_map(|(_, text)| text.split(CALL).skip(1));
    let quoted = calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    quoted.map(str::to_owned).collect()
}

/// The cells of the rows of a page's tables.
fn rows(page: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = page.lines().filter(|line| line.starts_with("| "));
    lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
}

/// What is wrong with a page, given the sources of the harnesses.
fn faults(page: &str, sources: &[(String, String)]) -> Vec<String> {
    let promised: BTreeSet<&str> = rows(page)
        .filter(|row| row.len() == 3)
        .map(|row| row[0])
        .collect();
    let unnamed = told(sources)
        .into_iter()
        .filter(|id| !promised.contains(id.as_str()));
    let unnamed = unnamed.map(|id| format!("no row says what {id} promises"));
    let gone = rows(page).filter(|row| row.len() == 5).filter_map(|row| {
        // Of what libFuzzer counts the doors are the harness.
        let (_, module) = row[4]
            .trim_matches('`')
            .strip_prefix("tests/trust ")?
            .split_once(' ')?;
        let file = format!("tests/it/{}.rs", module.replace("::", "/"));
        let there = sources
            .iter()
            .any(|(path, text)| path.ends_with(&file) && text.contains(CALL));
        (!there).then(|| format!("{} has counts, and no harness in {file}", row[0]))
    });
    unnamed.chain(gone).collect()
}

#[test]
fn every_harness_is_on_the_page_of_trust_and_every_result_has_one() {
    let page = fs::read_to_string(root().join("TRUST.md")).unwrap();
    let sources = sources(&root().join("tests/it"));
    let faults = faults(&page, &sources);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(told(&sources).len() > 8, "{:?}", told(&sources));
}

#[test]
fn a_harness_that_is_not_on_the_page_and_a_result_without_one_are_found() {
    let page = "| id | what | how |\n| D1 | nothing is lost | kill -9 |\n\
                | D1 | kills | 200 | today | `tests/trust ci store::crash` |\n";
    let harness = |path: &str, id: &str| (path.to_owned(), format!("{CALL}\n        \"{id}\", \"kills\");"));
    let crash = harness("/x/tests/it/store/crash.rs", "D1");
    assert_eq!(faults(page, std::slice::from_ref(&crash)), [""; 0]);
    assert_eq!(
        faults(page, &[harness("/x/tests/it/store/other.rs", "D1")]).len(),
        1
    );
    assert_eq!(
        faults(page, &[crash, harness("/x/tests/it/hub.rs", "Z9")]).len(),
        1
    );
}
