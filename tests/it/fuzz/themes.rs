//! Files of themes, as they were written and as chance makes them: read or refused, and no more.

use super::files;
use super::mutate::mutated;
use super::root;
use crate::simulation::dice::Dice;
use crate::trust;
use std::fs;
use std::path::PathBuf;
use warroom::tui::backend::printed;
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::specimen;
use warroom::tui::theme::shelf::{Shelf, Text, ThemeError};

/// The theme of these bytes, over a file of the same name; painted where it is right.
fn read(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let own = |name: &str| match name {
        "mine" => vec![Text {
            path: PathBuf::from("mine.toml"),
            text: Ok(text.clone()),
        }],
        _ => Vec::new(),
    };
    let shelf = Shelf {
        names: vec!["mine".to_owned()],
        own: &own,
    };
    match shelf.named("mine") {
        Ok(sheet) => {
            for depth in [Depth::True, Depth::Sixteen] {
                let page = specimen::page("mine", &sheet, depth, Lines::Drawn);
                let words = String::from_utf8(printed(&page, None)).unwrap();
                assert!(
                    words.lines().all(|line| !line.contains(char::is_control)),
                    "{words:?}"
                );
            }
            drop(sheet.doubts());
            true
        }
        Err(ThemeError::Wrong(faults)) => {
            assert!(
                faults
                    .iter()
                    .all(|fault| fault.line.is_some() && !fault.what.is_empty()),
                "{faults:?}"
            );
            false
        }
        Err(error @ ThemeError::Unknown { .. }) => panic!("it is there: {error}"),
    }
}

#[test]
fn no_bytes_that_chance_makes_break_a_theme() {
    let places = ["fuzz/corpus/theme", "themes"]
        .into_iter()
        .flat_map(|place| files(&root().join(place)));
    let corpus: Vec<Vec<u8>> = places.map(|file| fs::read(file).unwrap()).collect();
    let right = corpus.iter().filter(|bytes| read(bytes)).count();
    assert_eq!(
        corpus.len() - right,
        1,
        "all but the one that is wrong on purpose"
    );
    let mut worn = 0;
    for seed in 1..=trust::times(600, 100_000) as u64 {
        let bytes = mutated(&mut Dice::new(seed), &corpus);
        worn += usize::from(read(&bytes));
    }
    assert!(
        worn > 10,
        "else what is made is turned away at the first look: {worn}"
    );
}
