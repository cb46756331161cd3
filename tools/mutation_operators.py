"""The small mistakes of `tools.mutation`: cosmic-ray's that fit, and ours, typical of recurrent networks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cosmic_ray.operators.operator import Example, Operator
from parso.python import tree
from parso.tree import NodeOrLeaf

GENERIC = (
    "NumberReplacer",
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("Add_Sub", "Sub_Add", "Mul_Div", "Mul_Add", "Div_Mul")),
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("FloorDiv_Mul", "Mod_FloorDiv", "Pow_Mul")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Lt_GtE", "LtE_Gt", "Gt_LtE", "GtE_Lt")),
    *(f"ReplaceUnaryOperator_Delete_{sign}" for sign in ("USub", "Not", "Invert")),
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
)


class Rewrite(Operator):
    """An operator that replaces the text of a node."""

    EXAMPLES: tuple[Example, ...]

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """Every text that may stand in the place of `node`."""
        raise NotImplementedError

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """One position for each rewrite."""
        return ((node.start_pos, node.end_pos) for _ in self.rewrites(node))

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """The rewritten node, with the white space that was before it."""
        return tree.Name(list(self.rewrites(node))[index], node.start_pos, node.get_first_leaf().prefix)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Examples of the operator, for the tests."""
        return cls.EXAMPLES


class DropTerm(Rewrite):
    """Drops a term of a sum or a factor of a product."""

    EXAMPLES = (
        Example("y = a + b @ c - d", "y = b @ c - d"),
        Example("y = a + b @ c - d", "y = a - d", 1),
        Example("y = a - b", "y = - b"),
        Example("y = f * c", "y = c"),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The sum without its first term, without its second, …"""
        if node.type in ("arith_expr", "term"):
            parts = node.children
            yield _code(parts[1:] if parts[1].value == "-" else parts[2:])
            yield from (_code(parts[:i] + parts[i + 2 :]) for i in range(1, len(parts), 2))


class SwapNeighbours(Rewrite):
    """Swaps two neighbours in a tuple, a list, the arguments of a call, or the values of a dictionary."""

    EXAMPLES = (
        Example("i, f, g = gates", "f, i, g = gates"),
        Example("i, f, g = gates", "i, g, f = gates", 1),
        Example("cell(x, h, dim=0)", "cell(h, x, dim=0)"),
        Example("x[a, :b]", "x[:b, a]"),
        Example("g = {'i': i, 'f': f}", "g = {'i': f, 'f': i}"),
        Example("dict(i=i, f=f)", "dict(i=f, f=i)"),
    )
    SEQUENCES = ("testlist_comp", "testlist_star_expr", "testlist", "exprlist", "arglist", "subscriptlist")

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The sequence with its first two elements swapped, with the next two, …"""
        for group in self._groups(node):
            for one, other in pairwise(group):
                yield _with(node, {one: _code([other]), other: _code([one])})

    def _groups(self, node: NodeOrLeaf) -> tuple[list[NodeOrLeaf], ...]:
        """Groups of nodes that may swap places: positional items, and the values of named arguments."""
        if node.type not in (*self.SEQUENCES, "dictorsetmaker"):
            return ()
        if node.type == "dictorsetmaker":
            return (_behind(":", node),)
        items = [child for child in node.children if child.type != "operator"]
        starred = ("star_expr", "comp_for", "sync_comp_for")
        named = [item.children[2] for item in items if item.type == "argument" and item.children[1] == "="]
        return [item for item in items if item.type not in ("argument", *starred)], named


class SwapLetters(Rewrite):
    """Swaps two neighbouring letters in an order of gates or axes."""

    EXAMPLES = (Example("zip('ifgo', x)", "zip('figo', x)"), Example("einsum('bt->tb', x)", "einsum('bt->bt', x)", 1))

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The string with its first two letters swapped, with the next two, …"""
        if node.type == "string" and re.fullmatch(r"""(["'])([ifgorzn]{3,4}|[a-z, ]+->[a-z, ]*)\1""", node.value):
            for match in re.finditer(r"(?=([a-z])([a-z]))", node.value):
                yield node.value[: match.start()] + match[2] + match[1] + node.value[match.start() + 2 :]


class Detach(Rewrite):
    """Cuts the gradient of what is returned or assigned."""

    EXAMPLES = (
        Example("def f(): return h, c", "def f(): return (h).detach(), c"),
        Example("def f(): return {'h': h}", "def f(): return {'h': (h).detach()}"),
        Example("h = cell(x, h)", "h = (cell(x, h)).detach()"),
        Example("h = cell(x, h)", "h = tuple(each.detach() for each in cell(x, h))", 1),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The statement with one of its tensors detached, or with all tensors of a tuple that a call returns."""
        if node.type == "return_stmt" or (node.type == "expr_stmt" and "=" in node.children):
            value = node.children[-1]
            for item in _items(value):
                yield _with(node, {item: f"({_code([item])}).detach()"})
            if value.type == "atom_expr":
                yield _with(node, {value: f"tuple(each.detach() for each in {_code([value])})"})


class DropCall(Rewrite):
    """Leaves out a call or a transposition, but keeps the object it is called on, or its argument."""

    EXAMPLES = (
        Example("y = x.flip(0).sum()", "y = x.sum()"),
        Example("y = x @ w.T", "y = x @ w"),
        Example("y = torch.tanh(x)[0]", "y = (x)[0]", 1),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The expression without its first call, without its second, …"""
        parts = node.children if node.type == "atom_expr" else []
        for i, part in enumerate(parts):
            if part.type == "trailer" and part.children[0] == "(":
                if i > 1 and parts[i - 1].children[0] == ".":
                    yield _code(parts[: i - 1] + parts[i + 1 :])
                first = part.children[1]
                first = first.children[0] if first.type == "arglist" else first
                if first.type not in ("operator", "argument"):
                    yield f"({_code([first])})" + _code(parts[i + 1 :])
            elif i and _code([part]) in (".T", ".mT"):
                yield _code(parts[:i] + parts[i + 1 :])


class DropArgument(Rewrite):
    """Leaves out a keyword argument of a call."""

    EXAMPLES = (Example("x.chunk(4, dim=1)", "x.chunk(4,)"), Example("stack(x, dim=1, out=y)", "stack(x, out=y)"))

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The arguments without the first keyword argument, without the second, …"""
        if node.type == "arglist":
            for i, item in enumerate(node.children):
                if item.type == "argument" and item.children[1] == "=":
                    yield _code(node.children[:i] + node.children[i + 2 :])


class Confuse(Rewrite):
    """Calls the function that is easily confused with the right one."""

    EXAMPLES = (Example("y = torch.sigmoid(x)", "y = torch.tanh(x)"), Example("y = x.sum(0)", "y = x.mean(0)"))
    PAIRS = (
        *(("sigmoid", "tanh"), ("stack", "cat"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("sum", "mean")),
        *(("max", "min"), ("argmax", "argmin"), ("weight_ih", "weight_hh"), ("bias_ih", "bias_hh"), ("h", "c")),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The other name."""
        if node.type == "name":
            yield from (other for pair in self.PAIRS for name, other in (pair, pair[::-1]) if name == node.value)


class DropStatement(Rewrite):
    """Leaves out an assignment or a call."""

    EXAMPLES = (Example("h = new\n", "pass\n"), Example("optimizer.step()\n", "pass\n"))

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """`pass` in its place."""
        if node.type in ("expr_stmt", "atom_expr") and node.parent.type == "simple_stmt":
            yield "pass"


OWN = (DropTerm, SwapNeighbours, SwapLetters, Detach, DropCall, DropArgument, Confuse, DropStatement)


def _code(nodes: Sequence[NodeOrLeaf]) -> str:
    """The source of these nodes, without the white space before the first."""
    source = "".join(node.get_code() for node in nodes)
    return source.removeprefix(nodes[0].get_first_leaf().prefix) if nodes else ""


def _with(node: NodeOrLeaf, texts: dict[NodeOrLeaf, str]) -> str:
    """The source of a node, with some of the nodes in it replaced by these texts."""

    def render(part: NodeOrLeaf) -> str:
        if part in texts:
            return part.get_first_leaf().prefix + texts[part]
        return "".join(map(render, part.children)) if hasattr(part, "children") else part.get_code()

    return render(node).removeprefix(node.get_first_leaf().prefix)


def _behind(mark: str, node: NodeOrLeaf) -> list[NodeOrLeaf]:
    """The nodes that follow this mark, such as a colon."""
    return [child for before, child in pairwise(node.children) if before == mark]


def _items(node: NodeOrLeaf) -> list[NodeOrLeaf]:
    """The items of a literal tuple or list, or the values of a literal dictionary; else the node itself."""
    if node.type == "atom" and len(node.children) == 3:
        return _items(node.children[1])
    if node.type == "dictorsetmaker":
        return _behind(":", node)
    if node.type in ("testlist_star_expr", "testlist_comp", "testlist") and node.children[1] == ",":
        return node.children[::2]
    return [node]
