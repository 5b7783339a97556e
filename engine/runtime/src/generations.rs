//! A bounded cache in two generations: what is used stays, what is not leaves with its generation.
//!
//! Invariants: at most twice `half` entries and the pinned ones; a pinned entry is never dropped.

use std::{collections::HashMap, hash::Hash};

/// The cache. Values are cheap to clone.
pub(crate) struct Generations<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    half: usize,
}

impl<K: Copy + Eq + Hash, V: Clone> Generations<K, V> {
    pub(crate) fn new(cached_max: usize) -> Self {
        let half = (cached_max / 2).max(1);
        Self { young: HashMap::new(), old: HashMap::new(), half }
    }

    /// The value, which counts as used.
    pub(crate) fn get(&mut self, key: K) -> Option<V> {
        if let Some(value) = self.young.get(&key) {
            return Some(value.clone());
        }
        let value = self.old.remove(&key)?;
        self.young.insert(key, value.clone());
        Some(value)
    }

    /// Keeps a value. When a generation is full the one before it is dropped, but for what is
    /// pinned.
    pub(crate) fn insert(&mut self, key: K, value: V, pinned: impl Fn(&V) -> bool) {
        self.old.remove(&key);
        self.young.insert(key, value);
        if self.young.len() < self.half {
            return;
        }
        let dropped = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
        self.young.extend(dropped.into_iter().filter(|(_, value)| pinned(value)));
    }
}

#[cfg(test)]
mod tests {
    use super::Generations;

    #[test]
    fn what_is_used_or_pinned_stays() {
        let mut cache = Generations::new(4);
        let pinned = |value: &u32| *value == 0;
        cache.insert(0, 0, pinned);
        for key in 1..20 {
            cache.insert(key, key, pinned);
            assert_eq!(cache.get(1), Some(1), "used at {key}");
        }
        assert_eq!(cache.get(0), Some(0), "pinned");
        assert_eq!(cache.get(2), None, "unused");
        assert!(cache.young.len() + cache.old.len() <= 6);
    }
}
