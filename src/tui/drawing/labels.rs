//! Words beside a line of marks, put where they fit: none covers another, and the one that matters more goes first.

/// Words that belong to a column of the line.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub column: usize,
    /// How wide they are, and how wide in short.
    pub widths: [usize; 2],
    /// The row it goes to if there is room there; else it goes to another.
    pub row: usize,
    /// They rather end at their column than begin there.
    pub before: bool,
}

/// Where words stand: the row, and the column of their first cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub row: usize,
    pub x: usize,
    pub short: bool,
}

/// Where each of them stands in so many rows of so many cells, the most important first. They begin or end at their
/// column; what finds no room in any row even in short has no place.
pub fn placed(wanted: &[Wanted], rows: usize, cells: usize) -> Vec<Option<Place>> {
    let mut taken: Vec<(Place, usize)> = Vec::new();
    let mut places = Vec::with_capacity(wanted.len());
    for words in wanted {
        let own = (0..rows).filter(|row| *row == words.row);
        let others = (0..rows).filter(|row| *row != words.row);
        let rows: Vec<usize> = own.chain(others).collect();
        let in_rows = |short| rows.iter().map(move |row| (short, *row));
        let place = in_rows(false).chain(in_rows(true)).find_map(|(short, row)| {
            let width = words.widths[usize::from(short)];
            let free = |x: &usize| {
                let covers = |(other, its): &(Place, usize)| !apart(*other, *its, row, *x, width);
                x + width <= cells && !taken.iter().any(covers)
            };
            let x = starts(words, width).into_iter().flatten().find(free)?;
            Some(Place { row, x, short })
        });
        if let Some(place) = place {
            taken.push((place, words.widths[usize::from(place.short)]));
        }
        places.push(place);
    }
    places
}

/// Where they may begin, the better first.
fn starts(words: &Wanted, width: usize) -> [Option<usize>; 2] {
    let ending = (words.column + 1).checked_sub(width);
    match words.before {
        true => [ending, Some(words.column)],
        false => [Some(words.column), ending],
    }
}

/// Two blanks between words of one row, so that nobody reads them as one.
fn apart(other: Place, other_width: usize, row: usize, x: usize, width: usize) -> bool {
    other.row != row || other.x + other_width + 1 < x || x + width + 1 < other.x
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wants(column: usize, widths: [usize; 2]) -> Wanted {
        Wanted {
            column,
            widths,
            row: 0,
            before: false,
        }
    }

    fn at(row: usize, x: usize, short: bool) -> Option<Place> {
        Some(Place { row, x, short })
    }

    #[test]
    fn words_begin_at_their_mark_or_end_at_it_or_go_to_the_other_row_or_are_said_in_short() {
        // The second ends at its mark, the third begins at it a row lower, and for the fourth there is no room.
        let wanted = [
            wants(0, [6, 6]),
            wants(19, [10, 4]),
            wants(5, [10, 10]),
            wants(8, [10, 10]),
            wants(18, [9, 2]),
        ];
        let places = [
            at(0, 0, false),
            at(0, 10, false),
            at(1, 5, false),
            None,
            at(1, 18, true),
        ];
        assert_eq!(placed(&wanted, 2, 20), places);
        assert_eq!(placed(&wanted[..1], 1, 5), [None], "longer than the line");
        assert_eq!(placed(&wanted[..1], 0, 20), [None]);
        let before = Wanted {
            before: true,
            ..wants(10, [4, 4])
        };
        assert_eq!(placed(&[before], 1, 20), [at(0, 7, false)]);
    }

    proptest! {
        #[test]
        fn no_words_cover_others_or_leave_the_line(
            wanted in proptest::collection::vec((0_usize..90, 1_usize..20, 0_usize..3, any::<bool>()), 0..12),
            rows in 0_usize..4,
            cells in 0_usize..90,
        ) {
            let wanted: Vec<Wanted> = wanted
                .into_iter()
                .map(|(column, width, row, before)| Wanted { column, widths: [width, width / 2], row, before })
                .collect();
            let placed = placed(&wanted, rows, cells);
            let stand: Vec<_> = wanted.iter().zip(&placed).filter_map(|(w, p)| p.map(|p| (p, w.widths[usize::from(p.short)]))).collect();
            for (at, (place, width)) in stand.iter().enumerate() {
                prop_assert!(place.row < rows && place.x + width <= cells);
                for (other, other_width) in &stand[..at] {
                    prop_assert!(apart(*other, *other_width, place.row, place.x, *width));
                }
            }
        }
    }
}
