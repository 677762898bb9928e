//! A typed line as what it asks for: the verbs of the command line, and a few that only make sense while it goes on.

use super::super::Verb;
use super::words;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "warroom",
    no_binary_name = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
struct Typed {
    #[command(subcommand)]
    said: Said,
}

#[derive(Debug, Subcommand)]
pub enum Said {
    /// Say what is next for you
    Next,
    /// Say how it stands, in a few lines
    #[command(alias = "where")]
    Summary,
    /// Read out whom to call, the first ones first; each number then stands for the name
    List {
        /// All of them
        #[arg(value_parser = ["all"])]
        all: Option<String>,
    },
    /// Read out what is due, the soonest first; each number then stands for it
    Dues {
        /// All of them
        #[arg(value_parser = ["all"])]
        all: Option<String>,
    },
    /// Read out what to know before a call: the number first
    Card {
        /// The account, by its number in the list, its id or its name
        account: String,
    },
    /// Call an account question by question, and record what came of it
    Call {
        /// The account, by its number in the list, its id or its name
        account: String,
    },
    /// Say whom to phone when the hub is away
    Phones,
    /// Read out the open incidents, or go on in another
    Incident {
        /// Which one, such as INC-7
        id: Option<crate::domain::ids::IncidentId>,
    },
    /// Say what can be typed; with a verb, how it is typed; with all, every verb
    Help {
        /// The verb
        verb: Vec<String>,
    },
    /// End this; says what is not sent yet
    #[command(alias = "exit", alias = "bye")]
    Quit,
    #[command(flatten)]
    Verb(Box<Verb>),
}

/// What a line comes to.
#[derive(Debug)]
pub enum Read {
    Said(Box<Said>),
    /// A number of the list that was read out last.
    Number(usize),
    Nothing,
    /// It asked how something is typed.
    Help(Vec<String>),
    /// What is wrong with it, in sentences.
    Wrong(Vec<String>),
}

/// Verbs whose first words are the name of an account.
const ABOUT: [&str; 12] = [
    "claim",
    "release",
    "takeover",
    "assign",
    "result",
    "call",
    "card",
    "inbound",
    "unreachable",
    "condition",
    "recovery",
    "lost",
];

/// `names`: those of the call list, so that one of several words needs no quotes.
pub fn read(line: &str, names: &[String]) -> Read {
    let free = words::free(line, &table(), names);
    let spoken = free.is_some();
    let words = free.unwrap_or_else(|| Ok(joined(words::split(line)?, names)));
    let Ok(words) = words else {
        return Read::Wrong(vec![
            "a quote is open: write the same one again where the words end".to_owned(),
        ]);
    };
    let first = words.first().map_or("", String::as_str);
    if first.is_empty() {
        return Read::Nothing;
    }
    if let (Ok(number), 1) = (first.parse(), words.len()) {
        return Read::Number(number);
    }
    if let Some(why) = not_here(&words).filter(|_| !spoken) {
        return Read::Wrong(vec![why.to_owned()]);
    }
    match Typed::try_parse_from(&words) {
        Ok(typed) => Read::Said(Box::new(typed.said)),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Read::Help(told(&error.render().to_string()))
            }
            _ => Read::Wrong(wrong(&error.render().to_string(), first)),
        },
    }
}

/// The table of verbs, with what only building it works out.
fn table() -> clap::Command {
    let mut table = Typed::command();
    table.build();
    table
}

/// What can be said of a verb, and of all.
pub fn help(verb: &[String]) -> Read {
    let mut asks: Vec<String> = verb.to_vec();
    asks.push("--help".to_owned());
    match Typed::try_parse_from(&asks) {
        Err(error) if error.kind() == ErrorKind::DisplayHelp => Read::Help(told(&error.render().to_string())),
        _ => Read::Wrong(vec![format!(
            "there is no verb {:?}; help all names them",
            verb.join(" ")
        )]),
    }
}

/// Every verb with what it does.
pub fn verbs() -> Vec<String> {
    let command = Typed::command();
    let verbs = command
        .get_subcommands()
        .filter(|verb| !SHELL.contains(&verb.get_name()));
    let verbs = verbs.map(|verb| match verb.get_about() {
        Some(about) => format!("{}: {about}.", verb.get_name()),
        None => verb.get_name().to_owned(),
    });
    verbs.collect()
}

/// They start what is running here already, or take this input for themselves.
const SHELL: [&str; 6] = ["demo", "serve", "join", "theme", "man", "completions"];

fn not_here(words: &[String]) -> Option<&'static str> {
    let has = |word: &str| words.iter().any(|given| given == word);
    let first = words.first()?.as_str();
    let asks = has("--help") || has("-h");
    match first {
        _ if asks => None,
        _ if SHELL.contains(&first) => Some("that one is for a shell: quit first, or open another terminal"),
        "log" if has("--follow") || has("-f") => {
            Some("news are told here by themselves; log alone says the last ones")
        }
        "token" if has("keep") => Some("this input is taken: type that one in a shell"),
        "report" if has("--edit") => {
            Some("an editor draws on the terminal: give the words in the line, or use a shell")
        }
        "accounts" | "contacts" | "people" if has("-") => Some("this input is taken: name a file"),
        _ => None,
    }
}

/// Names and endings of several words become one, as if they had been quoted.
fn joined(mut words: Vec<String>, names: &[String]) -> Vec<String> {
    let first = words.first().map_or("", String::as_str);
    if !ABOUT.contains(&first) {
        return words;
    }
    let result = first == "result";
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    join(&mut words, 1, |said| names.contains(&said.to_lowercase()));
    if result {
        join(&mut words, 2, |said| {
            crate::domain::disposition::Disposition::typed(said).is_some()
        });
    }
    words
}

/// The most words from `from` on that are one thing.
fn join(words: &mut Vec<String>, from: usize, one: impl Fn(&str) -> bool) {
    let plain = words.iter().skip(from).take_while(|word| !word.starts_with("--"));
    let most = plain.count();
    for count in (2..=most).rev() {
        let said = words[from..from + count].join(" ");
        if one(&said) {
            words.splice(from..from + count, [said]);
            return;
        }
    }
}

/// What is wrong, without the way a shell is told it.
fn wrong(rendered: &str, verb: &str) -> Vec<String> {
    let mut lines = sentences(rendered);
    lines.retain(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"));
    for line in &mut lines {
        let bare = line.trim_start_matches("error: ").trim_start_matches("tip: ");
        *line = bare
            .replace("unrecognized subcommand", "there is no verb")
            .replace("a similar subcommand exists", "nearly the same")
            .replace("some similar subcommands exist", "nearly the same");
    }
    let known = Typed::command().find_subcommand(verb).is_some();
    lines.push(match known {
        true => format!("help {verb} says how it is typed"),
        false => "help says what can be typed".to_owned(),
    });
    lines
}

/// How a verb is typed, without the headings and brackets that an eye wants.
fn told(rendered: &str) -> Vec<String> {
    let silent = |line: &String| line.ends_with(':') || line.starts_with("-h, --help");
    let mut lines = sentences(rendered);
    lines.retain(|line| !silent(line));
    for line in &mut lines {
        *line = line.replace("Usage:", "Type:").replace(['<', '>'], "");
    }
    lines
}

fn sentences(rendered: &str) -> Vec<String> {
    let lines = rendered.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Vec<String> {
        words::split(line).unwrap()
    }

    fn joins(line: &str) -> Vec<String> {
        joined(split(line), &names())
    }

    fn names() -> Vec<String> {
        ["Adventure Works", "Northwind"].map(str::to_owned).to_vec()
    }

    /// A line as the words the table is asked with.
    fn spoken(line: &str) -> Vec<String> {
        words::free(line, &table(), &names()).unwrap().unwrap()
    }

    #[test]
    fn the_table_holds_together() {
        Typed::command().debug_assert();
    }

    #[test]
    fn a_note_is_given_back_as_it_was_typed() {
        for text in [
            r"see \\fs\logs",
            r#"CTO said "never again""#,
            "the customers' data and the partners' data",
            r"the share is called backup\",
            "try curl -h first",
            "it's the DB #billing",
            "'it is open",
            "\"quoted\"",
            "restart with --force, then  wait",
            "run it --fast --help",
            "a -- b",
        ] {
            assert_eq!(spoken(&format!("note {text}")), ["note", "--", text], "{text}");
            let Read::Said(_) = read(&format!("note {text}"), &[]) else {
                panic!("{text}");
            };
        }
    }

    #[test]
    fn options_stand_before_a_text_or_behind_all_of_it() {
        for line in ["note --at 14:05 we know", "note we know --at 14:05"] {
            assert_eq!(spoken(line), ["note", "--at", "14:05", "--", "we know"], "{line}");
        }
        assert_eq!(
            spoken("note we look --at last at the cause"),
            ["note", "--", "we look --at last at the cause"]
        );
        assert_eq!(
            spoken("ask tech_lead is it \"safe\"? --account 'Adventure Works'"),
            [
                "ask",
                "--account",
                "Adventure Works",
                "--",
                "tech_lead",
                "is it \"safe\"?"
            ]
        );
        assert_eq!(
            spoken("moment adventure works it's payroll day"),
            ["moment", "--", "Adventure Works", "it's payroll day"]
        );
        assert_eq!(spoken("note --help"), ["note", "--help"]);
        assert!(words::free("claim northwind", &table(), &[]).is_none());
        assert!(words::free("help claim", &table(), &[]).is_none());
    }

    #[test]
    fn people_write_apostrophes_and_topics_and_need_no_quotes_for_them() {
        assert_eq!(
            split("result adventure works reached --note it's --topic #billing"),
            [
                "result",
                "adventure",
                "works",
                "reached",
                "--note",
                "it's",
                "--topic",
                "#billing"
            ]
        );
        assert_eq!(
            split("result 1 reached --note 'they say \"it's #1\"' --promise=\"send it @15:30\""),
            [
                "result",
                "1",
                "reached",
                "--note",
                "they say \"it's #1\"",
                "--promise=send it @15:30"
            ]
        );
        assert_eq!(words::split("claim 'open"), Err(words::Open));
    }

    #[test]
    fn a_name_and_an_ending_of_several_words_need_no_quotes() {
        assert_eq!(
            joins("result adventure works no answer --note late"),
            ["result", "adventure works", "no answer", "--note", "late"]
        );
        assert_eq!(joins("claim northwind"), ["claim", "northwind"]);
    }

    #[test]
    fn what_is_wrong_is_told_without_the_words_of_a_shell() {
        let Read::Wrong(why) = read("clam northwind", &[]) else {
            panic!("it is no verb");
        };
        assert!(why[0].contains("there is no verb 'clam'"), "{why:?}");
        assert!(why.iter().any(|line| line.contains("'claim'")), "{why:?}");
        assert!(!why.iter().any(|line| line.contains("Usage")), "{why:?}");
    }

    #[test]
    fn a_number_alone_is_one_and_what_belongs_to_a_shell_is_refused() {
        assert!(matches!(read(" 3 ", &[]), Read::Number(3)));
        assert!(matches!(read("   ", &[]), Read::Nothing));
        for line in [
            "serve",
            "demo",
            "log --follow",
            "accounts import -",
            "claim \"open",
            "man",
            "completions bash",
        ] {
            assert!(matches!(read(line, &[]), Read::Wrong(_)), "{line}");
        }
        assert!(matches!(read("claim --help", &[]), Read::Help(_)));
    }
}
