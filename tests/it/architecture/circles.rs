//! Modules that use each other in a circle, at any depth, parents aside.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use super::source::Tree;

type Module = Vec<String>;

/// Who uses whom, with one place where it can be seen.
type Uses = BTreeMap<Module, BTreeMap<Module, String>>;

pub fn circles(tree: &Tree) -> Vec<String> {
    let uses = uses(tree);
    let mut found = BTreeSet::new();
    for (from, targets) in &uses {
        for to in targets.keys() {
            found.extend(way_back(&uses, to, from).map(from_the_smallest));
        }
    }
    found.iter().map(|circle| tell(&uses, circle)).collect()
}

/// Between children of one parent only: a parent's use of its child is no news, and a child's use of its parent would
/// call everything a circle.
fn uses(tree: &Tree) -> Uses {
    let modules: HashSet<&[String]> = tree.production().map(|source| source.module.as_slice()).collect();
    let mut uses = Uses::new();
    for source in tree.production() {
        for named in &source.named {
            let Some(target) = named.target() else { continue };
            let shared = source
                .module
                .iter()
                .zip(&target)
                .take_while(|(here, there)| here == there)
                .count();
            let (Some(from), Some(to)) = (source.module.get(..=shared), target.get(..=shared)) else {
                continue;
            };
            if modules.contains(to) {
                let place = source.complain(
                    named.line,
                    format!("`{}` uses `{}`", from.join("::"), to.join("::")),
                );
                uses.entry(from.to_vec())
                    .or_default()
                    .entry(to.to_vec())
                    .or_insert(place);
            }
        }
    }
    uses
}

/// The shortest way from `start` to `end`, both included.
fn way_back(uses: &Uses, start: &Module, end: &Module) -> Option<Vec<Module>> {
    let mut seen = BTreeSet::from([start.clone()]);
    let mut ways = VecDeque::from([vec![start.clone()]]);
    while let Some(way) = ways.pop_front() {
        let last = way.last()?;
        if last == end {
            return Some(way);
        }
        for next in uses.get(last).into_iter().flat_map(BTreeMap::keys) {
            if seen.insert(next.clone()) {
                ways.push_back([way.clone(), vec![next.clone()]].concat());
            }
        }
    }
    None
}

/// So that a circle is one circle, wherever it was entered.
fn from_the_smallest(mut circle: Vec<Module>) -> Vec<Module> {
    let smallest = (0..circle.len()).min_by_key(|at| &circle[*at]).unwrap_or(0);
    circle.rotate_left(smallest);
    circle
}

fn tell(uses: &Uses, circle: &[Module]) -> String {
    let steps = circle.iter().zip(circle.iter().cycle().skip(1));
    let places: Vec<&str> = steps.map(|(from, to)| uses[from][to].as_str()).collect();
    format!(
        "a circle; move what both sides need into a module that uses neither:\n  {}",
        places.join("\n  ")
    )
}
