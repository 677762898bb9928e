//! Every text of a screen goes through the catalogue: what is written past it is found here, and the list of all is made.

use super::source::{self, Source, Tree};
use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use std::collections::HashSet;
use std::fmt::Write as _;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, LitStr, Macro, Pat};

/// The screen, below which every text is in the catalogue.
const SCREEN: &[&str] = &["tui"];

/// Places whose texts are nobody's words, with the reason.
const NOT_WORDS: &[(&str, &str)] = &[
    ("tui::backend", "bytes for a terminal"),
    ("tui::depth", "names of variables and terminals"),
    ("tui::osc", "bytes for a terminal"),
    (
        "tui::theme",
        "files of settings and their faults, which name English words of the file",
    ),
    ("tui::keys::name", "keys as the file of settings names them"),
];

/// Texts of the screen that nobody translates, with the reason.
const KEPT: &[(&str, &[&str])] = &[
    (
        "names of drafts, by which they are found in their file",
        &[
            "take over",
            "call an expert",
            "settle at a vendor",
            "hand over",
            "no more calls",
            "with us again",
            "money word",
            "approve a report",
            "send a report",
            "topic again",
            "own topic",
            "offered accounts",
            "take a duty",
            "your word",
        ],
    ),
    ("recorded, for others to read", &["promised, without a time: {}"]),
    ("what a panic would say", &["every action has a row"]),
    ("plain mode, which speaks English", &["we promised"]),
    (
        "which room this is, said by the shell that opens it",
        &["LOCAL ROOM"],
    ),
];

/// Macros of the catalogue: with values, without, and in a table.
const MACROS: [&str; 3] = ["say", "word", "mark"];

/// Macros whose texts nobody reads on a screen.
const SILENT: &[&str] = &[
    "assert",
    "assert_eq",
    "debug_assert",
    "include_str",
    "concat",
    "matches",
];

/// One text of the catalogue, or one that is not in it.
struct Text {
    line: usize,
    text: String,
    /// The values it is given, for those of `say!`.
    given: Option<Vec<String>>,
}

#[derive(Default)]
struct Reader {
    texts: Vec<Text>,
    bare: Vec<Text>,
}

/// Words that stand past the catalogue: two of them, for one alone may be the name of a field.
pub fn past_the_catalogue(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in tree.production().filter(|source| source.is_in(SCREEN)) {
        let places: Vec<&str> = NOT_WORDS.iter().map(|(place, _)| *place).collect();
        if source.is_in(&places) {
            continue;
        }
        let reader = Reader::of(source);
        let kept = |text: &str| KEPT.iter().any(|(_, texts)| texts.contains(&text));
        let bare = reader
            .bare
            .iter()
            .filter(|bare| is_words(&bare.text) && !kept(&bare.text));
        complaints.extend(bare.map(|bare| {
            let what = format!(
                "{:?} is not in the catalogue; write it with say!, word! or mark!",
                bare.text
            );
            source.complain(bare.line, what)
        }));
    }
    complaints
}

/// Values that a text names and is not given: without its name in the list a translation cannot place it.
pub fn not_given(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in tree.production() {
        for text in Reader::of(source).texts {
            let Some(given) = &text.given else { continue };
            let named = names(&text.text);
            for name in named.iter().filter(|name| !given.contains(name)) {
                let what = format!("say!({:?}) lacks `{name}` among its values", text.text);
                complaints.push(source.complain(text.line, what));
            }
        }
    }
    complaints
}

/// The catalogue as a file for translators: each text once, under the file that says it first.
pub fn catalogue(tree: &Tree) -> String {
    let mut file = String::from(HEAD);
    let mut known = HashSet::new();
    for source in tree.production() {
        let texts = Reader::of(source).texts.into_iter().map(|text| text.text);
        let fresh: Vec<String> = texts.filter(|text| known.insert(text.clone())).collect();
        if !fresh.is_empty() {
            let _ = writeln!(file, "\n# src/{}", source.path);
        }
        for text in fresh {
            let _ = writeln!(file, "{} = \"\"", quoted(&text));
        }
    }
    file
}

const HEAD: &str = "\
# Every text of the screen. Copy this file to ~/.config/warroom/words/de.toml, write the German between the quotes on the
# right, and choose it with `language = \"de\"`. What is left empty is shown in English. Keep what stands in braces as it
# is; its place in the sentence is free. `cargo test --test it texts` writes this file again: WARROOM_WRITE_WORDS=1.
";

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Letters, a space and letters again, outside of braces.
fn is_words(text: &str) -> bool {
    let mut outside = String::new();
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            letter if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    let words = outside.split_whitespace();
    words
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .count()
        > 1
}

/// The names in braces.
fn names(text: &str) -> Vec<String> {
    let text = text.replace("{{", "").replace("}}", "");
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    inside
        .map(|inside| inside.split(':').next().unwrap_or(inside).trim().to_owned())
        .collect()
}

impl Reader {
    fn of(source: &Source) -> Self {
        // Cannot fail: the tree has read it before.
        let file = syn::parse_file(&source.text).unwrap();
        let mut reader = Reader::default();
        reader.visit_file(&file);
        reader
    }

    fn found(&mut self, literal: &Literal) {
        if let Ok(text) = syn::parse_str::<LitStr>(&literal.to_string()) {
            self.bare.push(Text {
                line: literal.span().start().line,
                text: text.value(),
                given: None,
            });
        }
    }

    /// The inside of a macro of the catalogue: its text, then its values.
    fn said(&mut self, name: &str, tokens: TokenStream) {
        let mut tokens = tokens.into_iter();
        let Some(TokenTree::Literal(literal)) = tokens.next() else {
            return;
        };
        let Ok(text) = syn::parse_str::<LitStr>(&literal.to_string()) else {
            return;
        };
        let rest: Vec<TokenTree> = tokens.collect();
        let comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(point) if point.as_char() == ',');
        let given = rest.split(comma).filter_map(|part| match part.first()? {
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        });
        self.texts.push(Text {
            line: literal.span().start().line,
            text: text.value(),
            given: (name == "say").then(|| given.collect()),
        });
        self.scan(rest.into_iter().collect());
    }

    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at..] {
                [
                    TokenTree::Ident(name),
                    TokenTree::Punct(bang),
                    TokenTree::Group(group),
                    ..,
                ] if bang.as_char() == '!' && group.delimiter() != Delimiter::None => {
                    self.called(&name.to_string(), group.stream());
                    at += 2;
                }
                [TokenTree::Group(group), ..] => self.scan(group.stream()),
                [TokenTree::Literal(literal), ..] => self.found(literal),
                _ => {}
            }
            at += 1;
        }
    }

    fn called(&mut self, name: &str, tokens: TokenStream) {
        if MACROS.contains(&name) {
            self.said(name, tokens);
        } else if !SILENT.contains(&name) {
            self.scan(tokens);
        }
    }
}

impl Visit<'_> for Reader {
    fn visit_item(&mut self, item: &Item) {
        if !source::is_test(source::attributes(item)) && !matches!(item, Item::Macro(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &ImplItem) {
        match item {
            ImplItem::Fn(function) if source::is_test(&function.attrs) => {}
            item => visit::visit_impl_item(self, item),
        }
    }

    fn visit_attribute(&mut self, _: &Attribute) {}

    fn visit_pat(&mut self, _: &Pat) {}

    fn visit_macro(&mut self, call: &Macro) {
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        self.called(&name.unwrap_or_default(), call.tokens.clone());
    }

    fn visit_lit_str(&mut self, literal: &LitStr) {
        self.bare.push(Text {
            line: literal.span().start().line,
            text: literal.value(),
            given: None,
        });
    }
}

mod tests {
    use super::super::{about, nothing_to_say};
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_text_of_the_screen_is_in_the_catalogue() {
        nothing_to_say(past_the_catalogue(&Tree::on_disk()));
    }

    #[test]
    fn a_text_past_the_catalogue_is_noticed() {
        let wrong = |path, text| about(past_the_catalogue, &[(path, text)]);
        assert_eq!(wrong("tui/x.rs", "fn f() { draw(\"to call\") }"), 1);
        assert_eq!(wrong("tui/x.rs", "fn f() { format!(\"{n} to call\") }"), 1);
        assert_eq!(wrong("tui/x.rs", "fn f() { vec![(1, \"to call\")] }"), 1);
        assert_eq!(
            wrong("tui/x.rs", "fn f() { say!(\"{n} to call\", n = g(\"by us\")) }"),
            1
        );
        assert_eq!(
            wrong(
                "tui/x.rs",
                "fn f() { vec![word!(\"to call\"), say!(\"at {n} now\", n)] }"
            ),
            0
        );
        assert_eq!(
            wrong(
                "tui/x.rs",
                "fn f() { form.line(\"name\"); format!(\"{the name} x\") }"
            ),
            0
        );
        assert_eq!(
            wrong(
                "tui/x.rs",
                "/// A doc text.\nfn f() {}\n#[test]\nfn t() { g(\"to call\") }"
            ),
            0
        );
        assert_eq!(wrong("hub/x.rs", "fn f() { draw(\"to call\") }"), 0);
        assert_eq!(wrong("tui/depth.rs", "fn f() { draw(\"to call\") }"), 0);
    }

    #[test]
    fn every_value_of_a_text_is_given_by_name() {
        nothing_to_say(not_given(&Tree::on_disk()));
    }

    #[test]
    fn a_value_that_is_not_given_is_noticed() {
        let wrong = |text| about(not_given, &[("tui/x.rs", text)]);
        assert_eq!(wrong("fn f() { say!(\"{n} of {all:>3}\", n) }"), 1);
        assert_eq!(
            wrong("fn f() { say!(\"{n} of {all:>3} {{x}}\", n, all = g(1, n)) }"),
            0
        );
    }

    #[test]
    fn the_list_for_translators_is_that_of_the_sources() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("words/template.toml");
        let made = catalogue(&Tree::on_disk());
        if std::env::var_os("WARROOM_WRITE_WORDS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        let is_same = there == made;
        assert!(
            is_same,
            "write it again: WARROOM_WRITE_WORDS=1 cargo test --test it texts"
        );
        let read = warroom::config::language::parse(&path, &made.replace(" = \"\"", " = \"x\""));
        let broken: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
        let broken: Vec<&String> = broken
            .iter()
            .filter(|told| !told.contains("leaves out"))
            .collect();
        assert!(broken.is_empty(), "{broken:?}");
        assert!(read.texts.len() > 1_000, "{}", read.texts.len());
    }
}
