//! Expressions where a definition has them: parsed against the known names, problems put in place.

use tongban_expr::{Expression, Names, Problem};

use super::{codes, diagnostic::Report, shape::scalar, yaml::Yaml};
use crate::Text;

/// An expression of any type.
pub(crate) fn value(report: &mut Report, names: &Names, yaml: &Yaml) -> Option<Expression> {
    let source = scalar::expression(yaml)?;
    taken(report, yaml, Expression::parse(source, names))
}

/// An expression that is true or false.
pub(crate) fn condition(report: &mut Report, names: &Names, yaml: &Yaml) -> Option<Expression> {
    let source = scalar::expression(yaml)?;
    taken(report, yaml, Expression::parse_condition(source, names))
}

fn taken(
    report: &mut Report,
    yaml: &Yaml,
    parsed: Result<Expression, Vec<Problem>>,
) -> Option<Expression> {
    let problems = match parsed {
        Ok(expression) => return Some(expression),
        Err(problems) => problems,
    };
    for problem in problems {
        let place = yaml.place_within(problem.at.start);
        let message = Text::new(problem.zh, problem.en);
        let told = report.error(problem.code, &place, message);
        if let Some(hint) = problem.hint {
            told.hint(hint.zh, hint.en);
        }
    }
    None
}

/// A name that expressions cannot have: of a form's field or of a node.
pub(crate) fn bad_name(report: &mut Report, at: &crate::Place, problem: Problem) {
    let message = Text::new(problem.zh, problem.en);
    let told = report.error(codes::NAME_CLASH, at, message);
    if let Some(hint) = problem.hint {
        told.hint(hint.zh, hint.en);
    }
}
