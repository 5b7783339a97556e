//! Calls of functions.
//!
//! Not here: the list of functions (`functions`).
//! Invariants: scales are literals; a date from text is a literal, so it is checked
//! now; the clock is the caller's.

use std::ops::Range;

use dsntk_feel_parser::AstNode;

use super::{
    Lower, NOW, Part, TODAY, member::list_contains, named, refuse, unless_empty, unless_zero,
};
use crate::feel::{
    functions::{self, Function, Gives, Parameter, Takes},
    kind::Kind,
    limits::SCALE_MAX,
    literal,
    names::nearest,
    problem::{ARGUMENTS, FUNCTION, Problem},
    tree::{Form, Node, Word},
};

impl Lower<'_> {
    pub(super) fn call(&mut self, callee: &Word, arguments: &[Node], at: &Range<usize>) -> Part {
        let Some(function) = functions::find(&callee.text) else {
            return self.unknown_function(callee);
        };
        match function.takes {
            Takes::Special => self.special(function, arguments, at),
            Takes::These(parameters, optional) => {
                let least = parameters.len() - optional;
                if !(least..=parameters.len()).contains(&arguments.len()) {
                    return self.wrong_count(function, parameters.len(), at);
                }
                self.call_with(function, (parameters, arguments))
            }
            Takes::Several(parameter) => self.call_several(function, parameter, arguments, at),
        }
    }

    fn call_with(
        &mut self,
        function: &Function,
        (parameters, arguments): (&[Parameter], &[Node]),
    ) -> Part {
        let mut parts: Vec<Part> = Vec::with_capacity(arguments.len());
        for (parameter, argument) in parameters.iter().zip(arguments) {
            let part = self.node(argument);
            let list = parts.first().map(|part| part.kind.clone());
            self.check_argument(*parameter, argument, (&part, list));
            parts.push(part);
        }
        match (function.name, parts.as_slice()) {
            ("list contains", [list, item]) => list_contains(list, item),
            // The library counts an absent list as one item.
            ("count", [list]) => unless_empty(list, invocation(function, &parts)),
            // The library rounds zero to nothing as soon as decimals are kept.
            ("round up" | "round down" | "round half up" | "floor" | "ceiling", [number, _]) => {
                unless_zero(number, invocation(function, &parts))
            }
            _ => invocation(function, &parts),
        }
    }

    /// A list, or its items as arguments.
    fn call_several(
        &mut self,
        function: &Function,
        parameter: Parameter,
        arguments: &[Node],
        at: &Range<usize>,
    ) -> Part {
        let parts: Vec<Part> = arguments.iter().map(|argument| self.node(argument)).collect();
        if let ([argument], [Part { kind: Kind::List(item), .. }]) = (arguments, parts.as_slice()) {
            if !parameter.takes(item) {
                let problem = refuse::wanted(&argument.at, parameter.words(), item);
                return self.refuse(problem);
            }
            return invocation(function, &parts);
        }
        if parts.is_empty() {
            return self.wrong_count(function, 1, at);
        }
        for (argument, part) in arguments.iter().zip(&parts) {
            if !parameter.takes(&part.kind) || !part.kind.fits(&parts[0].kind) {
                self.problems.push(refuse::wanted(&argument.at, parameter.words(), &part.kind));
            }
        }
        invocation(function, &parts)
    }

    fn check_argument(
        &mut self,
        parameter: Parameter,
        argument: &Node,
        (part, list): (&Part, Option<Kind>),
    ) {
        let suits = match parameter {
            Parameter::Scale => is_scale(argument),
            Parameter::Item => match list {
                Some(Kind::List(item)) => item.fits(&part.kind),
                _ => true,
            },
            parameter => parameter.takes(&part.kind),
        };
        if !suits {
            self.problems.push(refuse::wanted(&argument.at, parameter.words(), &part.kind));
        }
    }

    fn special(&mut self, function: &Function, arguments: &[Node], at: &Range<usize>) -> Part {
        match (function.name, arguments) {
            ("today", []) => {
                self.asks_today = true;
                Part::computed(Kind::Date, named(TODAY), 1)
            }
            ("now", []) => {
                self.asks_now = true;
                Part::computed(Kind::Instant, named(NOW), 1)
            }
            ("matches", [text, pattern]) => self.matches(text, pattern),
            ("matches", _) => self.wrong_count(function, 2, at),
            ("date", [_, _, _]) => {
                let numbers = [Parameter::Number; 3];
                let part = self.call_with(function, (&numbers, arguments));
                Part { kind: Kind::Date, ..part }
            }
            ("date" | "date and time" | "duration", [argument]) => {
                self.temporal(function, argument)
            }
            ("date", _) => self.wrong_count(function, 3, at),
            ("today" | "now", _) => self.wrong_count(function, 0, at),
            _ => self.wrong_count(function, 1, at),
        }
    }

    fn temporal(&mut self, function: &Function, argument: &Node) -> Part {
        if let Form::Text(text) = &argument.form {
            return self.literal(match function.name {
                "date" => literal::date(text, &argument.at),
                "duration" => literal::duration(text, &argument.at),
                _ => literal::instant(text, &argument.at),
            });
        }
        let part = self.node(argument);
        if part.kind == Kind::Unknown {
            return part;
        }
        if function.name == "date" && matches!(part.kind, Kind::Date | Kind::Instant) {
            return Part { kind: Kind::Date, ..invocation(function, &[part]) };
        }
        let problem = refuse::wanted(
            &argument.at,
            ("双引号中写定的日期、时刻或时长", "a literal in quotes"),
            &part.kind,
        );
        self.refuse(problem.hint(
            "把名称声明为日期，就不必转换",
            "declare the name as a date, then nothing is to convert",
        ))
    }

    fn unknown_function(&mut self, callee: &Word) -> Part {
        let name = &callee.text;
        let problem = Problem::new(
            FUNCTION,
            callee.at.clone(),
            (
                format!("没有函数“{name}”"),
                format!("expected a known function, but `{name}` is none"),
            ),
        );
        self.refuse(match nearest(name, functions::names()) {
            Some(near) => problem.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => problem,
        })
    }

    fn wrong_count(&mut self, function: &Function, most: usize, at: &Range<usize>) -> Part {
        let name = function.name;
        self.refuse(Problem::new(
            ARGUMENTS,
            at.clone(),
            (
                format!("{name} 的参数个数不对，应当是 {most} 个"),
                format!("expected {most} arguments of `{name}`, but there is another number"),
            ),
        ))
    }
}

fn invocation(function: &Function, parts: &[Part]) -> Part {
    let first = parts.first().map_or(Kind::Unknown, |part| part.kind.clone());
    let kind = match (function.gives, first) {
        (Gives::Boolean, _) => Kind::Boolean,
        (Gives::Number, _) => Kind::Number,
        (Gives::Text, _) => Kind::Text,
        (Gives::Period, _) => Kind::Period,
        (Gives::First, Kind::List(item)) if function.name != "distinct values" => *item,
        (Gives::First, kind) => kind,
        (Gives::Special, _) => Kind::Unknown,
    };
    let size = 2 + parts.iter().map(|part| part.size).sum::<usize>();
    let arguments = parts.iter().map(|part| part.ast.clone()).collect();
    let ast = AstNode::FunctionInvocation(
        named(function.name).into(),
        AstNode::PositionalParameters(arguments).into(),
    );
    Part::computed(kind, ast, size)
}

fn is_scale(argument: &Node) -> bool {
    match &argument.form {
        Form::Number(before, after) if after.is_empty() => {
            before.parse::<u32>().is_ok_and(|scale| scale <= SCALE_MAX)
        }
        _ => false,
    }
}
