//! How often a harness of the table of trust does what it does, and where its counts go.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::panic::Location;

/// Chooses the size: `ci`, which is the default, or `hand`.
const SIZE: &str = "WARROOM_TRUST";
/// A file that every result is added to.
const TABLE: &str = "WARROOM_TRUST_TABLE";

/// A few times in every run of the tests, many by hand.
pub fn times(ci: usize, hand: usize) -> usize {
    match env::var(SIZE).as_deref() {
        Ok("hand") => hand,
        Ok("ci") | Err(_) => ci,
        Ok(other) => panic!("{SIZE} is {other:?}; it is ci or hand"),
    }
}

/// Tells what a harness has counted, under its id in the table: D1, C3, S6.
#[track_caller]
pub fn result(id: &str, what: &str, counts: &str) {
    eprintln!("trust: {id} {what}: {counts}");
    add(&[id, what, counts, &module()]);
}

/// Adds a line to the table, if one is kept.
fn add(cells: &[&str]) {
    let Some(table) = env::var_os(TABLE) else {
        return;
    };
    let mut table = OpenOptions::new()
        .create(true)
        .append(true)
        .open(table)
        .expect("the table of trust can be written");
    // One write a line: tests run beside each other.
    let line = format!("{}\n", cells.join("\t"));
    table
        .write_all(line.as_bytes())
        .expect("the table of trust takes a line");
}

/// Of whoever called: what `tests/trust` and cargo run it by.
#[track_caller]
fn module() -> String {
    let file = Location::caller().file();
    let (_, file) = file.rsplit_once("tests/it/").unwrap_or(("", file));
    file.trim_end_matches(".rs").replace('/', "::")
}

/// True where a program that a harness needs is there; else says that it is skipped, and fails where it must run.
#[track_caller]
pub fn has(program: &str, asked: &[&str]) -> bool {
    if std::process::Command::new(program)
        .args(asked)
        .output()
        .is_ok_and(|ran| ran.status.success())
    {
        return true;
    }
    let must_run = env::var("WARROOM_TEST_MUST_RUN").unwrap_or_default();
    assert!(
        !must_run.split(',').any(|name| name == program),
        "{program} is missing"
    );
    add(&["skipped", program, "", &module()]);
    eprintln!("skipped: {program} is not installed, or may not do what is asked of it here");
    false
}

#[test]
fn a_line_of_the_table_names_the_module_that_counted() {
    assert_eq!(module(), "trust");
}
