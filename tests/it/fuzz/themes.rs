//! Files of themes, as they were written and as chance makes them: read or refused, and no more.

use super::doors::theme::read;
use super::files;
use super::mutate::mutated;
use super::root;
use crate::simulation::dice::Dice;
use crate::trust;
use std::fs;

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
