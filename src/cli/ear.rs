//! Text as it is heard: what only an eye makes sense of is taken out.

use crate::tui::ascii::plainly;

/// Marks that a screen reader passes over or spells, and what stands for them.
const MARKS: [(char, &str); 14] = [
    ('…', "..."),
    ('–', "-"),
    ('—', "-"),
    ('−', "-"),
    ('→', "->"),
    ('·', ","),
    ('‘', "'"),
    ('’', "'"),
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('│', ";"),
    ('─', ""),
    ('\u{a0}', " "),
];

/// One line: no columns, no rules, and with `ascii` no letter beyond it.
pub fn line(text: &str, ascii: bool) -> String {
    let mut heard = String::with_capacity(text.len());
    for letter in text.chars() {
        match MARKS.iter().find(|(mark, _)| *mark == letter) {
            Some((_, words)) => heard.push_str(words),
            None if ascii => heard.push(plainly(letter)),
            None => heard.push(letter),
        }
    }
    // What stood in columns stands in one line; the name of the program is not typed here.
    let words: Vec<&str> = heard.split_whitespace().collect();
    let heard = words.join(" ").replace(" | ", "; ").replace("`warroom ", "`");
    // A rule under a heading says nothing.
    match heard.chars().all(|letter| "-=+|; ".contains(letter)) {
        true => String::new(),
        false => heard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_bars_and_marks_become_words_with_one_space_between() {
        assert_eq!(
            line("   42 14:01  dana      rolled back", false),
            "42 14:01 dana rolled back"
        );
        assert_eq!(
            line("SEV1 | down 13 min | 2 overdue", false),
            "SEV1; down 13 min; 2 overdue"
        );
        assert_eq!(line("a … b → c", false), "a ... b -> c");
        assert_eq!(line("-----+-----", false), "");
        assert_eq!(line("as `warroom owed` names it", false), "as `owed` names it");
    }

    #[test]
    fn names_keep_their_letters_unless_there_is_ascii_alone() {
        assert_eq!(line("Müller & Søn", false), "Müller & Søn");
        assert_eq!(line("Müller & Søn", true), "Muller & Son");
    }
}
