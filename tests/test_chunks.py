import pytest
import torch
from torch import nn

from course_utils.chunks import WAYS, cosine_with_whole, links, read_in_chunks


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU])
@pytest.mark.parametrize("seq_len", [1, 3, 7, 20])
def test_carried_chunks_give_the_numbers_of_the_whole(kind, seq_len):
    layer, x = kind(6, 5, num_layers=2), torch.randn(7, 3, 6)
    torch.testing.assert_close(read_in_chunks(layer, x, seq_len), layer(x)[0])


def test_chunks_from_zeros_are_read_each_by_itself():
    layer, x = nn.GRU(6, 5), torch.randn(7, 3, 6)
    output = read_in_chunks(layer, x, 4, carried=False)
    torch.testing.assert_close(output[4:], layer(x[4:])[0])


@pytest.mark.parametrize("seq_len", [0, -1])
def test_a_chunk_has_a_step(seq_len):
    with pytest.raises(ValueError, match=f"seq_len is {seq_len}"):
        read_in_chunks(nn.GRU(6, 5), torch.randn(7, 3, 6), seq_len)


def test_links_are_cut_where_the_way_says():
    lower = torch.ones(6, 6).tril().bool()
    block = torch.arange(6) // 2
    same = lower & (block.unsqueeze(1) == block)
    expected = {"whole": (lower, lower), "carried": (lower, same), "from zeros": (same, same)}
    for way in WAYS:
        found = links(6, 2, way)
        assert torch.equal(found.numbers, expected[way][0])
        assert torch.equal(found.gradient, expected[way][1])
    with pytest.raises(ValueError, match="the way is one of whole, carried, from zeros, but is other"):
        links(6, 2, "other")


def test_many_steps_do_not_fade_out_of_the_links():
    assert links(40, 10, "whole").gradient[39, 0]


def test_the_cosine_is_that_of_the_sum_over_the_chunks():
    torch.manual_seed(0)
    layer, x, target = nn.GRU(1, 5), torch.randn(12, 4, 1), torch.randn(12, 4)
    assert cosine_with_whole(layer, x, target, 12) == pytest.approx(1, abs=1e-5)
    summed, state = [torch.zeros_like(p) for p in layer.parameters()], None
    for chunk, wanted in zip(x.split(3), target.split(3), strict=True):
        output, state = layer(chunk, None if state is None else state.detach())
        loss = (output[:, :, 0] - wanted).square().sum()
        for total, gradient in zip(summed, torch.autograd.grad(loss, list(layer.parameters())), strict=True):
            total += gradient
    whole = torch.autograd.grad((layer(x)[0][:, :, 0] - target).square().sum(), list(layer.parameters()))
    one, other = (torch.cat([g.flatten() for g in gradients]) for gradients in (summed, whole))
    assert cosine_with_whole(layer, x, target, 3) == pytest.approx(
        torch.cosine_similarity(one, other, dim=0).item(), abs=1e-5
    )
