//! A bar of several parts of a whole.

/// How many of the cells each part gets. All cells are given out, no part that is not nothing is left without one while
/// there are enough, and where nothing is known at all the last part has everything.
pub fn cells<const N: usize>(parts: [u64; N], cells: usize) -> [usize; N] {
    let all: u128 = parts.iter().copied().map(u128::from).sum();
    let mut given = [0; N];
    if all == 0 {
        if let Some(last) = given.last_mut() {
            *last = cells;
        }
        return given;
    }
    let exact = parts.map(|part| u128::from(part) * cells as u128);
    for (given, exact) in given.iter_mut().zip(exact) {
        *given = (exact / all) as usize;
    }
    // What is left over goes to whom most is missing.
    let mut by_rest: Vec<usize> = (0..N).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(exact[*at] % all));
    let left = cells - given.iter().sum::<usize>();
    for at in by_rest.into_iter().take(left) {
        given[at] += 1;
    }
    for at in 0..N {
        let most = (0..N).max_by_key(|other| given[*other]).unwrap_or(at);
        if parts[at] > 0 && given[at] == 0 && given[most] > 1 {
            given[at] = 1;
            given[most] -= 1;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::cells;
    use proptest::prelude::*;

    #[test]
    fn a_bar_is_filled_by_share_and_shows_the_least_of_each() {
        assert_eq!(cells([43, 20, 37], 10), [4, 2, 4]);
        assert_eq!(cells([0, 0, 0], 10), [0, 0, 10], "nobody is on the list");
        assert_eq!(cells([0, 0, 7], 10), [0, 0, 10], "no call yet");
        assert_eq!(cells([7, 0, 0], 10), [10, 0, 0], "all were reached");
        assert_eq!(cells([1, 0, 4_999], 10), [1, 0, 9]);
        assert_eq!(cells([4_998, 1, 1], 10), [8, 1, 1]);
        assert_eq!(cells([1, 1, 1], 2).iter().sum::<usize>(), 2, "too few for all");
    }

    proptest! {
        #[test]
        fn all_cells_are_given_out_and_nothing_is_hidden(parts: [u64; 3], count in 0_usize..200) {
            let given = cells(parts, count);
            prop_assert_eq!(given.iter().sum::<usize>(), count);
            if count >= 3 {
                for (part, given) in parts.into_iter().zip(given) {
                    prop_assert!(part == 0 || given > 0, "{:?}: {:?}", parts, given);
                }
            }
        }
    }
}
