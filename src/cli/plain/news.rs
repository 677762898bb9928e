//! What has happened since the last prompt, in few lines: a storm is told by its counts.

use crate::domain::timeline::What;
use crate::run::telling::Telling;
use std::collections::BTreeMap;

/// So many are told one by one.
const MOST: usize = 5;
/// Of more, the last ones are.
const LAST: usize = 3;

/// What somebody has to know at once comes last, next to the prompt.
pub fn lines(tellings: Vec<Telling>) -> Vec<String> {
    let (mut lines, mut plain, mut urgent) = (Vec::new(), Vec::new(), Vec::new());
    for telling in tellings {
        match telling {
            Telling::Line { what, text } => lines.push((what, text)),
            Telling::Plain(text) => plain.push(text),
            Telling::Urgent(text) | Telling::Answer(text) => urgent.push(text),
            // It is in words by now, or was seen to.
            Telling::Overdue(_) => {}
        }
    }
    let mut told = timeline(lines);
    told.extend(few(plain, "more of that kind"));
    told.extend(few(urgent, "more to know at once; summary says how it stands"));
    told
}

fn timeline(lines: Vec<(What, String)>) -> Vec<String> {
    if lines.len() <= MOST {
        return lines
            .into_iter()
            .map(|(_, text)| format!("News: {text}"))
            .collect();
    }
    let rest = lines.len() - LAST;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (what, _) in &lines[..rest] {
        *counts.entry(word(what)).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(word, count)| match count {
        1 => format!("1 {word}"),
        several if word == "other" => format!("{several} others"),
        several => format!("{several} {word}s"),
    });
    let counts: Vec<String> = counts.collect();
    let mut told = vec![format!(
        "News: {rest} more: {}; log says them.",
        counts.join(", ")
    )];
    told.extend(
        lines
            .into_iter()
            .skip(rest)
            .map(|(_, text)| format!("News: {text}")),
    );
    told
}

fn few(mut texts: Vec<String>, more: &str) -> Vec<String> {
    if texts.len() > MOST {
        let rest = texts.len() - LAST;
        texts.drain(..rest);
        texts.insert(0, format!("{rest} {more}."));
    }
    texts
}

fn word(what: &What) -> &'static str {
    match what {
        What::Note(_) => "note",
        What::Call | What::CallIn => "call",
        What::Claim => "claim",
        What::Alert => "alert",
        What::Level => "level told",
        What::Tick | What::Untick => "tick",
        What::Promise => "promise",
        What::Ask(_) => "question",
        What::Topic => "topic",
        What::Page | What::Words => "text",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notes::Stance;

    fn note(number: usize) -> Telling {
        Telling::Line {
            what: What::Note(Stance::Fact),
            text: format!("note {number}"),
        }
    }

    #[test]
    fn a_few_news_are_told_one_by_one_and_what_presses_last() {
        let told = lines(vec![Telling::Urgent("OVERDUE: CEO".to_owned()), note(1), note(2)]);
        assert_eq!(told, ["News: note 1", "News: note 2", "OVERDUE: CEO"]);
    }

    #[test]
    fn a_storm_is_told_by_its_counts() {
        let mut storm: Vec<Telling> = (0..99).map(note).collect();
        storm.push(Telling::Line {
            what: What::Claim,
            text: "claimed".to_owned(),
        });
        storm.extend((0..40).map(|number| Telling::Urgent(format!("OVERDUE: {number}"))));
        let told = lines(storm);
        assert_eq!(told.len(), 8, "{told:#?}");
        assert_eq!(told[0], "News: 97 more: 97 notes; log says them.");
        assert_eq!(told[3], "News: claimed");
        assert!(told[4].starts_with("37 more to know at once"), "{}", told[4]);
        assert_eq!(told[7], "OVERDUE: 39");
    }
}
