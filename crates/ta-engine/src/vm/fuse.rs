//! Which instructions the batch executor runs as one: stateless kernels of one lane whose tree is a
//! superinstruction's, and conditions that all must hold, or any. Nothing that has state moves, joins or goes, so
//! snapshots do not change.

use super::bind::{Node, Value};
use crate::generated::kernels::{Op, Step};
use crate::kernels::fused::{Fused, MOST, Pattern};
use crate::plan::Semantic;

/// Leaves that a superinstruction has at most.
const LEAVES: usize = 6;

/// The nodes that the batch executor runs, in order, of the live instructions `(index, first register)`.
pub(super) fn fuse(plan: &Semantic, values: &[Value], live: &[(usize, u32)]) -> Vec<Node> {
    let mut graph = Graph::new(plan, values, live);
    let mut nodes = Vec::with_capacity(live.len());
    // Readers before what they read: when a node's turn comes, all that will read it is known.
    for (position, &(index, first)) in live.iter().enumerate().rev() {
        if !graph.stateless(position) {
            nodes.push(Node::of(index, first));
            continue;
        }
        if graph.reads[first as usize] == 0 {
            graph.drop_reads(position);
            continue;
        }
        let trees = Fused::TREES.iter();
        let found = trees
            .map(|(fused, tree)| (*fused, graph.matched(tree, first)))
            .find_map(|(fused, leaves)| Some((fused, leaves?)))
            .or_else(|| graph.folded(first));
        nodes.push(match found {
            Some((fused, leaves)) => {
                graph.drop_reads(position);
                leaves.iter().for_each(|&leaf| graph.count(leaf, 1));
                Node {
                    fused: Some((fused, leaves)),
                    ..Node::of(index, first)
                }
            }
            None => Node::of(index, first),
        });
    }
    nodes.reverse();
    nodes
}

struct Graph<'a> {
    plan: &'a Semantic,
    values: &'a [Value],
    live: &'a [(usize, u32)],
    /// Of each SSA register the position of the live instruction that makes it.
    made: Vec<Option<usize>>,
    /// Of each SSA register how often nodes, outputs and alerts read it.
    reads: Vec<u32>,
}

/// What a match has found so far.
struct Match {
    leaves: [Option<Value>; LEAVES],
    /// The results inside of the tree, as often as it reads them.
    inside: Vec<u32>,
}

impl<'a> Graph<'a> {
    fn new(plan: &'a Semantic, values: &'a [Value], live: &'a [(usize, u32)]) -> Self {
        let mut graph = Graph {
            plan,
            values,
            live,
            made: vec![None; values.len()],
            reads: vec![0; values.len()],
        };
        for (position, &(index, first)) in live.iter().enumerate() {
            let lanes = &plan.instructions[index].lanes;
            for register in first..first + lanes.len() as u32 {
                graph.made[register as usize] = Some(position);
            }
            for &read in lanes.iter().flat_map(|lane| &lane.registers) {
                graph.count(values[read as usize], 1);
            }
        }
        for (_, register) in super::bind::roots(plan) {
            graph.count(values[register as usize], 1);
        }
        graph
    }

    fn count(&mut self, value: Value, by: i32) {
        if let Value::Register(register) = value {
            let reads = &mut self.reads[register as usize];
            *reads = reads.strict_add_signed(by);
        }
    }

    /// Takes back what the instruction reads.
    fn drop_reads(&mut self, position: usize) {
        let (index, _) = self.live[position];
        let plan = self.plan;
        for &read in plan.instructions[index]
            .lanes
            .iter()
            .flat_map(|lane| &lane.registers)
        {
            self.count(self.values[read as usize], -1);
        }
    }

    fn stateless(&self, position: usize) -> bool {
        let (index, _) = self.live[position];
        let lanes = &self.plan.instructions[index].lanes;
        lanes.len() == 1 && self.plan.signature(&lanes[0]).state == [Step::Constant(0.0)]
    }

    /// The leaves of `tree` at the result `root`, if it is there and saves something.
    fn matched(&self, tree: &Pattern, root: u32) -> Option<Vec<Value>> {
        let mut found = Match {
            leaves: [None; LEAVES],
            inside: Vec::new(),
        };
        if !self.matches(tree, Value::Register(root), true, &mut found) {
            return None;
        }
        // A result that others read too is computed once more, which a cheap one may be; at least one must go.
        let within = |register: u32| found.inside.iter().filter(|&&inside| inside == register).count() as u32;
        let goes = |register: u32| self.reads[register as usize] <= within(register);
        let costs = |register: u32| costly(self.op(register));
        let worth = found.inside.iter().any(|&register| goes(register))
            && found
                .inside
                .iter()
                .all(|&register| goes(register) || !costs(register));
        worth.then(|| found.leaves.into_iter().flatten().collect())
    }

    /// The conditions of which `root` is whether all hold, or any does, if it is of more than two: those behind results
    /// that nothing else reads, as many as one instruction takes.
    fn folded(&self, root: u32) -> Option<(Fused, Vec<Value>)> {
        let op = self.op(root)?;
        let fused = match op {
            Op::And => Fused::All,
            Op::Or => Fused::Any,
            _ => return None,
        };
        let operands = |register: u32| {
            let (index, _) = self.live[self.made[register as usize].expect("it has an opcode")];
            let reads = &self.plan.instructions[index].lanes[0].registers;
            reads.iter().map(|&read| self.values[read as usize])
        };
        let mut leaves: Vec<Value> = operands(root).collect();
        let mut at = 0;
        while at < leaves.len() && leaves.len() < MOST {
            match leaves[at] {
                Value::Register(inner) if self.op(inner) == Some(op) && self.reads[inner as usize] == 1 => {
                    leaves.splice(at..=at, operands(inner));
                }
                _ => at += 1,
            }
        }
        (leaves.len() > 2).then_some((fused, leaves))
    }

    fn op(&self, register: u32) -> Option<Op> {
        let position = self.made[register as usize].filter(|&position| self.stateless(position))?;
        let (index, _) = self.live[position];
        Some(self.plan.signature(&self.plan.instructions[index].lanes[0]).op)
    }

    fn matches(&self, pattern: &Pattern, value: Value, root: bool, found: &mut Match) -> bool {
        let (op, operands) = match *pattern {
            Pattern::Leaf(leaf) => {
                let bound = *found.leaves[leaf].get_or_insert(value);
                return same(bound, value);
            }
            Pattern::Apply(op, operands) => (op, operands),
        };
        let Value::Register(register) = value else {
            return false;
        };
        if self.op(register) != Some(op) {
            return false;
        }
        if !root {
            found.inside.push(register);
        }
        let (index, _) = self.live[self.made[register as usize].expect("it has an opcode")];
        let reads = &self.plan.instructions[index].lanes[0].registers;
        let read = |at: usize| self.values[reads[at] as usize];
        let before = (found.leaves, found.inside.len());
        let straight = (0..operands.len()).all(|at| self.matches(&operands[at], read(at), false, found));
        if straight || !commutes(op) {
            return straight;
        }
        found.leaves = before.0;
        found.inside.truncate(before.1);
        self.matches(&operands[0], read(1), false, found) && self.matches(&operands[1], read(0), false, found)
    }
}

/// The same bits, whatever makes them.
fn same(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        _ => a == b,
    }
}

/// Exchanging the operands changes no bit; of a missing result not even whether it is.
fn commutes(op: Op) -> bool {
    matches!(op, Op::Add | Op::Mul | Op::Greater | Op::Lesser)
}

/// More than a few cycles a vector.
fn costly(op: Option<Op>) -> bool {
    matches!(
        op,
        Some(Op::Div | Op::DivElse | Op::Sqrt | Op::Mod | Op::Exp | Op::Log | Op::Pow)
    )
}
