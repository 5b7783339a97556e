//! `?after=`: a reader waits for what it wrote.

use tongban_api::problem::Failure;
use tongban_core::id::Partition;

use crate::{failed::Answer, state::App};

/// Between two looks: a commit takes about as long.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(2);

/// Waits until a position is on disk, but not for long.
pub(crate) async fn wait_for(app: &App, after: Option<&str>) -> Answer<()> {
    let Some(after) = after else { return Ok(()) };
    let Some((partition, position)) = parse(after) else {
        let failure = Failure::new(
            "query-malformed",
            "`after` 应为先前答复中的 `position`，如 `3:1204`",
            "expected the `position` of an earlier answer as `after`, such as `3:1204`",
        );
        return Err(failure.into());
    };
    let reached = async {
        while app.engine.positions()[usize::from(partition.0)] < position {
            tokio::time::sleep(PAUSE).await;
        }
    };
    match tokio::time::timeout(app.limits.after_max, reached).await {
        Ok(()) => Ok(()),
        Err(_) => Err(Failure::plain("position-not-reached").retry_after(1).into()),
    }
}

fn parse(after: &str) -> Option<(Partition, u64)> {
    let (partition, position) = after.split_once(':')?;
    let partition = partition.parse().ok().filter(|number| *number < Partition::COUNT)?;
    Some((Partition(partition), position.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_partition_and_number() {
        assert_eq!(parse("3:1204"), Some((Partition(3), 1204)));
        for text in ["", "3", "16:1", "3:x", "-1:1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
