//! What shells and the manual are given: bash completes by it, and man sets the page without a complaint.

use super::rig::Rig;
use crate::trust;
use std::process::{Command, Stdio};

/// What bash offers after these words; the last may be half of one.
fn offered(rig: &Rig, words: &[&str]) -> Vec<String> {
    let script = rig.write("completions.bash", &rig.run(&["completions", "bash"]).well());
    let last = words.len() - 1;
    let line = format!(
        "source '{}'; COMP_WORDS=({}); COMP_CWORD={last}; _warroom warroom '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display(),
        words.join(" "),
        words[last],
        words[last - 1],
    );
    let bash = Command::new("bash")
        .args(["--norc", "-c", &line])
        .output()
        .unwrap();
    assert!(bash.status.success(), "{bash:?}");
    assert!(bash.stderr.is_empty(), "{bash:?}");
    let said = String::from_utf8(bash.stdout).unwrap();
    said.lines()
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn bash_completes_verbs_flags_and_verbs_of_a_verb() {
    if !trust::has("bash", &["--version"]) {
        return;
    }
    let rig = Rig::new();
    assert_eq!(offered(&rig, &["warroom", "decl"]), ["declare", "decline"]);
    assert_eq!(offered(&rig, &["warroom", "declare", "--sev"]), ["--severity"]);
    assert_eq!(offered(&rig, &["warroom", "theme", "sh"]), ["show"]);
    assert!(offered(&rig, &["warroom", "nothing"]).is_empty());
}

#[test]
fn every_shell_gets_a_script_and_one_nobody_knows_is_refused() {
    let rig = Rig::new();
    // What is wrong with the settings does not concern it.
    rig.write("config/warroom/warroom.toml", "no such key = 1");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = rig.run(&["completions", shell]).well();
        assert!(script.contains("takeover"), "{shell}");
    }
    assert_eq!(rig.run(&["completions", "csh"]).code, Some(2));
}

#[test]
fn man_sets_the_page_of_the_program_and_of_a_verb_without_a_complaint() {
    if !trust::has("man", &["--version"]) {
        return;
    }
    let rig = Rig::new();
    for (verb, parts) in [
        (
            &["man"][..],
            [
                "KEYS",
                "Takes back the last thing you recorded.",
                "WARROOM_HUB",
                "warroom-claim(1)",
            ],
        ),
        (
            &["man", "theme", "show"],
            ["NAME", "warroom-theme-show", "SYNOPSIS", "OPTIONS"],
        ),
    ] {
        let page = rig.write("page.1", &rig.run(verb).well());
        let man = Command::new("man")
            .args(["--warnings", "-E", "UTF-8", "-l"])
            .arg(&page)
            .env("MANWIDTH", "100")
            .env("MANPAGER", "cat")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let (set, complaints) = (
            String::from_utf8(man.stdout).unwrap(),
            String::from_utf8(man.stderr).unwrap(),
        );
        assert!(
            man.status.success() && complaints.is_empty(),
            "{verb:?}: {complaints}"
        );
        // Without what makes a letter bold on paper.
        let mut plain = String::new();
        for c in set.chars() {
            match c {
                '\u{8}' => drop(plain.pop()),
                c => plain.push(c),
            }
        }
        for part in parts {
            assert!(plain.contains(part), "{part:?} is not in\n{plain}");
        }
    }
}

#[test]
fn a_page_nobody_reads_to_the_end_is_no_failure() {
    let rig = Rig::new();
    let mut command = rig.command(&["man"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr.len()), (Some(0), 0), "{ran:?}");
}
