//! Playbooks: the built-in ones are fit for use, a team's own win, and a wrong one is said to be.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use warroom::config::playbooks::{Playbooks, load, parse};
use warroom::domain::playbook::Playbook;

fn built_in() -> Vec<Arc<Playbook>> {
    let found = load(&[]);
    assert_eq!(found.faults, []);
    found.playbooks
}

#[test]
fn every_file_of_the_folder_is_built_in_under_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/playbooks");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<String> = entries
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let mut names: Vec<String> = built_in()
        .iter()
        .map(|playbook| playbook.name.to_string())
        .collect();
    files.sort();
    names.sort();
    assert_eq!(files, names);
    assert_eq!(names.len(), 15);
}

/// The built-in playbook as a team would begin its own with.
const OWN: &str = include_str!("../../src/playbooks/full-outage.toml");

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn titles(found: &Playbooks) -> Vec<String> {
    let each = found.playbooks.iter();
    each.map(|playbook| format!("{}: {}", playbook.name, playbook.title))
        .collect()
}

#[test]
fn a_teams_own_playbook_wins_by_name_and_is_asked_first() {
    let ours = |name: &str, title: &str| {
        OWN.replace("name = \"full-outage\"", &format!("name = \"{name}\""))
            .replace("A service is down for everyone, or for a whole region", title)
    };
    let system = folder(&[
        ("a.toml", &ours("full-outage", "system")),
        ("b.toml", &ours("login", "system")),
    ]);
    let user = folder(&[
        ("z.toml", &ours("full-outage", "user")),
        ("notes.txt", "not a playbook"),
    ]);
    let found = load(&[system.path().into(), user.path().into(), "/nowhere".into()]);
    assert_eq!(found.faults, []);
    let titles = titles(&found);
    assert_eq!(titles[..2], ["full-outage: user", "login: system"]);
    assert_eq!(titles.len(), 16, "and the other built-in ones: {titles:?}");
}

#[test]
fn a_wrong_playbook_is_reported_and_the_others_still_serve() {
    let wrong = OWN.replace("by = \"20m\"", "by = \"soon\"");
    let own = folder(&[
        ("mine.toml", &wrong),
        ("twice-a.toml", OWN),
        ("twice-b.toml", OWN),
    ]);
    let found = load(&[own.path().into()]);
    let said: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
    assert!(
        said[0].contains("mine.toml:") && said[0].contains("by: \"soon\" is not a length of time"),
        "{said:?}"
    );
    assert!(
        said[1].contains("twice-b.toml: another file in this folder has the name \"full-outage\""),
        "{said:?}"
    );
    assert_eq!((said.len(), found.playbooks.len()), (2, 15));
}

/// The one thing that is wrong with it.
fn wrong(text: &str) -> String {
    let faults = parse(Path::new("mine.toml"), text).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults[0].to_string()
}

#[test]
fn every_fault_of_a_file_is_told_not_only_the_first() {
    let text = OWN
        .replacen("by = \"8m\"", "by = \"soon\"", 1)
        .replacen("duty = \"scribe\"", "duty = \"scribbler\"", 1)
        .replacen("when = \"data touched\"", "when = \"data gone\"", 1);
    let faults = parse(Path::new("mine.toml"), &text).unwrap_err();
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    for what in [
        "is not a length of time",
        "did you mean scribe?",
        "is no condition",
    ] {
        assert_eq!(
            said.iter().filter(|line| line.contains(what)).count(),
            1,
            "{said:#?}"
        );
    }
    let text = OWN
        .replacen("by = \"8m\"", "by = \"3m\"", 1)
        .replacen("id = \"roles\"", "id = \"room\"", 1)
        .replacen("{started}", "{begun}", 1);
    assert_eq!(parse(Path::new("mine.toml"), &text).unwrap_err().len(), 3);
}

#[test]
fn what_is_wrong_with_a_playbook_has_its_file_its_line_and_what_was_expected() {
    let line = |needle: &str| 1 + OWN.lines().position(|line| line.starts_with(needle)).unwrap();
    let cases = [
        (
            "severity = \"sev1\"",
            "severity = \"sev9\"",
            line("severity"),
            "severity: found \"sev9\"; did you mean sev1?",
        ),
        (
            "[calls]",
            "[call]",
            line("[calls]"),
            "unknown key call; did you mean calls?",
        ),
        (
            "duty = \"liaison\"",
            "duty = \"liason\"",
            line("duty = \"liaison\""),
            "duty: found \"liason\"; did you mean liaison?",
        ),
        (
            "version = 1",
            "version = \"one\"",
            line("version"),
            "version: found string \"one\", expected a whole number",
        ),
        (
            "first = \"10m\"",
            "first = 10",
            line("first = "),
            "first: found integer `10`, expected a string",
        ),
        (
            "strategic = \"30m\"",
            "strategic = \"30m\"\ngold = \"1h\"",
            line("strategic") + 1,
            "unknown key gold",
        ),
    ];
    for (before, after, line, expected) in cases {
        assert!(OWN.contains(before), "{before}");
        let text = OWN.replacen(before, after, 1);
        let why = wrong(&text);
        assert!(
            why.starts_with(&format!("mine.toml:{line}: {expected}")),
            "{why}\n{line}: {expected}"
        );
    }
    let missing = OWN.replacen("name = \"full-outage\"\n", "", 1);
    let why = wrong(&missing);
    assert_eq!(why, "mine.toml:1: the key name is missing");
    let later = OWN.replacen("version = 1", "version = 2\ngrace = \"5m\"", 1);
    let why = wrong(&later);
    assert_eq!(
        why,
        format!("mine.toml:{}: version: found 2, expected 1", line("version"))
    );
    let later = OWN.replacen("by = \"8m\"", "by = \"3m\"", 1);
    let why = wrong(&later);
    assert_eq!(
        why,
        format!(
            "mine.toml:{}: level \"Head of CS\" comes after \"Support\" and is due before it, expected 4 min or later",
            line("title = \"Head of CS\"") + 1
        )
    );
}

#[test]
fn a_folder_that_is_not_there_holds_nothing() {
    let found = load(&[PathBuf::from("/nowhere/playbooks")]);
    assert_eq!((found.playbooks.len(), found.faults.len()), (15, 0));
}
