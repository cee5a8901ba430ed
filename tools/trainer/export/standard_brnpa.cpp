#include "export/standard_brnpa.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::int64_t boolType = 9;  // TensorProto.DataType.BOOL

//! BR-NPA of one graph; N x C x P inside, P = height * width. Every tensor is named after what it holds.
class StandardBrnpa {
  public:
    StandardBrnpa(OnnxGraph& graph, const std::string& input, const FeatureSize& size, const OnnxGraph::Brnpa& brnpa)
        : graph_(graph), size_(size), brnpa_(brnpa), pixels_(size.height * size.width) {
        x_ = reshape(named("x"), input, {0, size.channels, pixels_});
        pixelRows_ = graph_.operation("Transpose", named("x_rows"), {x_}, {{}, {{"perm", {0, 2, 1}}}});
        const auto lengths = graph_.operation("ReduceL2", named("lengths"), {x_}, {{{"keepdims", 1}}, {{"axes", {1}}}});
        norms_ = graph_.operation("Add", named("norms"), {lengths, number("epsilon", brnpa.epsilon)});
        normRows_ = graph_.operation("Transpose", named("norm_rows"), {norms_}, {{}, {{"perm", {0, 2, 1}}}});
        one_ = number("one", 1);
        uniform_ = number("uniform", 1.f / static_cast<float>(pixels_));
        depth_ = graph_.constant(named("depth"), {pixels_});
        offOn_ = graph_.constant(named("off_on"), {2}, {0, 1});
    }

    void add() {
        std::vector<std::string> vectors, maps;
        std::string activity = norms_;
        for (std::int64_t k = 0; k < brnpa_.numParts; ++k) {
            part_ = "part" + std::to_string(k) + ".";
            const auto similarity = similarityToSeed(activity);
            maps.push_back(map(similarity));
            vectors.push_back(graph_.operation("MatMul", named("vector"), {maps.back(), pixelRows_}));
            const auto kept = graph_.operation("Sub", named("kept"), {one_, similarity});
            activity = graph_.operation("Mul", named("activity"), {activity, kept});
        }
        part_.clear();
        const auto side = graph_.operation("Concat", named("vectors"), vectors, {{{"axis", 1}}, {}});
        reshape(brnpa_.vectors, side, {0, brnpa_.numParts * size_.channels});
        const auto stack = graph_.operation("Concat", named("maps"), maps, {{{"axis", 1}}, {}});
        reshape(brnpa_.maps, stack, {0, brnpa_.numParts, size_.height, size_.width});
        reshape(brnpa_.norms, norms_, {0, 1, size_.height, size_.width});
    }

  private:
    std::string named(const std::string& what) const { return "attention." + part_ + what; }

    std::string number(const std::string& name, float value) { return graph_.constant(named(name), {1}, {value}); }

    std::string reshape(const std::string& name, const std::string& input, const std::vector<std::int64_t>& sizes) {
        return graph_.operation("Reshape", name, {input, graph_.constant(name + ".sizes", sizes)});
    }

    //! N x 1 x P: <x_i, x_j> / (n_i n_j) with j = argmax a
    std::string similarityToSeed(const std::string& activity) {
        const auto seed = graph_.operation("ArgMax", named("seed"), {activity}, {{{"axis", 2}, {"keepdims", 0}}, {}});
        const auto row = graph_.operation("OneHot", named("seed_row"), {seed, depth_, offOn_}, {{{"axis", -1}}, {}});
        const auto vector = graph_.operation("MatMul", named("seed_vector"), {row, pixelRows_});
        const auto norm = graph_.operation("MatMul", named("seed_norm"), {row, normRows_});
        const auto dots = graph_.operation("MatMul", named("dots"), {vector, x_});
        const auto scale = graph_.operation("Mul", named("norm_products"), {norms_, norm});
        return graph_.operation("Div", named("similarity"), {dots, scale});
    }

    //! N x 1 x P: s / sum s, uniform where the sum is 0
    std::string map(const std::string& similarity) {
        const auto sum =
            graph_.operation("ReduceSum", named("sum"), {similarity}, {{{"keepdims", 1}}, {{"axes", {2}}}});
        const auto isPositive = graph_.operation("Cast", named("has_sum"), {sum}, {{{"to", boolType}}, {}});
        const auto divisor = graph_.operation("Where", named("divisor"), {isPositive, sum, one_});
        const auto quotient = graph_.operation("Div", named("quotient"), {similarity, divisor});
        return graph_.operation("Where", named("map"), {isPositive, quotient, uniform_});
    }

    OnnxGraph& graph_;
    FeatureSize size_;
    OnnxGraph::Brnpa brnpa_;
    std::int64_t pixels_;
    std::string part_, x_, pixelRows_, norms_, normRows_, one_, uniform_, depth_, offOn_;
};

}  // namespace

void addStandardBrnpa(OnnxGraph& graph, const std::string& input, const FeatureSize& size,
                      const OnnxGraph::Brnpa& brnpa) {
    StandardBrnpa(graph, input, size, brnpa).add();
}

}  // namespace brnpa::trainer
