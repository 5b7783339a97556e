//! Tests of decision tables, by feature.
