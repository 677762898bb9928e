//! Files of themes: read or refused with a line, and painted without an escape of their own.

use std::path::PathBuf;
use warroom::tui::backend::printed;
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::specimen;
use warroom::tui::theme::shelf::{Shelf, Text, ThemeError};

/// The door.
pub fn theme(data: &[u8]) {
    read(data);
}

/// The theme of these bytes, over a file of the same name; painted where it is right.
pub fn read(bytes: &[u8]) -> bool {
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
                let words = String::from_utf8(printed(&page, None)).expect("text");
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
