//! What a file looks like, and names and calls that have their place.

use super::source::{Source, Tree};

/// A name, or the last part of a path, that only some modules may write.
pub struct Kept {
    names: &'static [&'static [&'static str]],
    places: &'static [&'static str],
    instead: &'static str,
}

pub const CLOCKS: &Kept = &Kept {
    names: &[
        &["Timestamp", "now"],
        &["Zoned", "now"],
        &["Instant", "now"],
        &["SystemTime"],
    ],
    places: &["clock", "run", "client"],
    instead: "take the time as an argument",
};

pub const FRESH_IDS: &Kept = &Kept {
    names: &[&["Uuid", "new_v4"], &["Uuid", "now_v7"]],
    places: &["run", "cli"],
    instead: "take the id as an argument",
};

pub const COLOURS: &Kept = &Kept {
    names: &[&["Color"]],
    places: &["tui::theme", "tui::backend"],
    instead: "ask the theme for a role",
};

const LONGEST: usize = 450;

pub fn misplaced(tree: &Tree, kept: &Kept) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in tree.production().filter(|source| !source.is_in(kept.places)) {
        for named in &source.named {
            let found = kept
                .names
                .iter()
                .find(|name| named.segments.windows(name.len()).any(|part| part == **name));
            complaints.extend(found.map(|name| {
                let (name, places) = (name.join("::"), kept.places.join(", "));
                source.complain(
                    named.line,
                    format!("`{name}` is only for {places}; {}", kept.instead),
                )
            }));
        }
    }
    complaints
}

pub fn prints(tree: &Tree) -> Vec<String> {
    let is_print = |name: &str| matches!(name, "print" | "println" | "eprint" | "eprintln" | "dbg");
    complaints_about_calls(
        tree,
        |_, name, _| is_print(name),
        |name| {
            format!(
                "`{name}!` panics when the pipe is closed and garbles the screen; write to the writer you were given"
            )
        },
    )
}

pub fn gives_up(tree: &Tree) -> Vec<String> {
    let is_wrong = |source: &Source, name: &str, line: usize| {
        matches!(
            name,
            "unwrap" | "unwrap_err" | "expect" | "expect_err" | "panic" | "todo" | "unimplemented"
        ) && !explained(&source.text, line)
    };
    complaints_about_calls(tree, is_wrong, |name| {
        format!(
            "`{name}` takes the screen down with it; return the error, or say `// Cannot fail: why` above"
        )
    })
}

pub fn without_a_sentence(tree: &Tree) -> Vec<String> {
    let has_one = |text: &str| text.lines().next().is_some_and(|first| first.starts_with("//! "));
    let silent = tree.sources.iter().filter(|source| !has_one(&source.text));
    silent
        .map(|source| source.complain(1, "open the file with a `//!` sentence saying what lives in it"))
        .collect()
}

pub fn too_long(tree: &Tree) -> Vec<String> {
    let lines = |source: &Source| source.text.lines().count();
    let long = tree.sources.iter().filter(|source| lines(source) > LONGEST);
    long.map(|source| {
        source.complain(
            lines(source),
            format!("longer than {LONGEST} lines; make two files"),
        )
    })
    .collect()
}

/// Methods and macros, and functions handed over by name, as in `map(Option::unwrap)`.
fn complaints_about_calls(
    tree: &Tree,
    is_wrong: impl Fn(&Source, &str, usize) -> bool,
    tell: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in tree.production() {
        let handed_over = source.named.iter().filter(|named| is_associated(&named.segments));
        let handed_over = handed_over.filter_map(|named| Some((named.segments.last()?.as_str(), named.line)));
        let called = source
            .called
            .iter()
            .map(|called| (called.name.as_str(), called.line));
        let wrong = called
            .chain(handed_over)
            .filter(|(name, line)| is_wrong(source, name, *line));
        complaints.extend(wrong.map(|(name, line)| source.complain(line, tell(name))));
    }
    complaints
}

/// `Option::unwrap`, but not `std::println` and not `unwrap`.
fn is_associated(segments: &[String]) -> bool {
    let [.., kind, _] = segments else { return false };
    kind.starts_with(char::is_uppercase)
}

/// Does a comment stand above the statement on this line, or inside it? A statement begins after a line that ends one,
/// opens a block or is empty.
fn explained(text: &str, line: usize) -> bool {
    let lines: Vec<&str> = text.lines().take(line).map(str::trim).collect();
    let ends = |line: &str| !line.starts_with("//") && (line.is_empty() || line.ends_with([';', '{', '}']));
    let above = lines.iter().rev().skip(1).take_while(|line| !ends(line));
    above.into_iter().any(|line| line.starts_with("// Cannot fail: "))
}
