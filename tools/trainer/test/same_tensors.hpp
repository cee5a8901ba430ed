#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace brnpa::trainer {

//! The same names with the same numbers, to the bit: of named_parameters() or named_buffers().
template <class NamedTensors>
void expectSameTensors(const NamedTensors& x, const NamedTensors& y) {
    ASSERT_EQ(x.size(), y.size());
    for (const auto& item : x)
        EXPECT_TRUE(torch::equal(item.value(), y[item.key()])) << item.key();
}

}  // namespace brnpa::trainer
