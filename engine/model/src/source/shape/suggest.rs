//! The known word nearest to what was written.

/// The candidate that was probably meant, if one is near enough.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(80).collect();
    let most = (written.len() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(&written, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be changed, added or left out.
fn distance(written: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().take(80).collect();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, a) in written.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in candidate.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[candidate.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_mended_and_other_words_are_not() {
        let known = ["performer", "participants", "outcomes", "due"];
        assert_eq!(nearest("perfomer", known), Some("performer"));
        assert_eq!(nearest("outcome", known), Some("outcomes"));
        assert_eq!(nearest("dew", known), None);
        assert_eq!(nearest("dua", known), Some("due"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
    }
}
