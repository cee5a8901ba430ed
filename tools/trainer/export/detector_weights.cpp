#include "export/detector_weights.hpp"

#include <vector>

#include "common/errors.hpp"
#include "export/onnx_file.hpp"

namespace brnpa::trainer {
namespace {

namespace nn = torch::nn;

//! A convolution of the network, by the name that exportDetectorOnnx() gives it.
struct NamedConvolution {
    std::string name;
    nn::Conv2dImpl* convolution;
    nn::BatchNorm2dImpl* norm;  //!< behind it; nullptr: none, the convolution has a bias
};

void addChain(std::vector<NamedConvolution>& all, const nn::Sequential& chain, const std::string& name) {
    for (std::size_t i = 0; i + 1 < chain->size(); ++i)
        if (auto* convolution = chain->ptr(i)->as<nn::Conv2dImpl>())
            all.push_back({name + "." + std::to_string(i), convolution, chain->ptr(i + 1)->as<nn::BatchNorm2dImpl>()});
}

std::vector<NamedConvolution> convolutionsOf(DetectionNetworkImpl& network) {
    std::vector<NamedConvolution> all;
    addChain(all, network.backbone->stem(), "stem");
    auto& blocks = network.backbone->blocks();
    for (std::size_t i = 0; i < blocks.size(); ++i)
        addChain(all, blocks[i]->layers(), "block" + std::to_string(i + 1));
    addChain(all, network.fineLateral, "fine_lateral");
    addChain(all, network.coarseLateral, "coarse_lateral");
    addChain(all, network.down, "down");
    addChain(all, network.coarseMerge, "coarse_merge");
    addChain(all, network.fineMerge, "fine_merge");
    for (std::size_t i = 0; i < network.heads.size(); ++i) {
        auto& head = *network.heads[i];
        const std::string name = "head" + std::to_string(detectionStrides[i]);
        addChain(all, head.boxBranch, name + ".box_branch");
        addChain(all, head.classBranch, name + ".class_branch");
        all.push_back({name + ".box", head.box.get(), nullptr});
        all.push_back({name + ".objectness", head.objectness.get(), nullptr});
        all.push_back({name + ".person", head.person.get(), nullptr});
    }
    return all;
}

void copyConstant(const OnnxFile& file, const std::string& name, torch::Tensor target) {
    const auto found = file.constants.find(name);
    if (found == file.constants.end() || found->second.isWhole || found->second.sizes != target.sizes().vec())
        throw InputError("the detector to start from has no " + name + " of the shape that the recipe asks for");
    target.copy_(torch::from_blob(const_cast<char*>(found->second.bytes.data()), found->second.sizes, torch::kFloat32));
}

//! Normalization that changes nothing but adds the bias.
void addOnly(nn::BatchNorm2dImpl& norm) {
    norm.running_mean.zero_();
    norm.running_var.fill_(1 - norm.options.eps());
    norm.weight.fill_(1);
}

//! Lets a normalization of addOnly() see its input, and undo what it does with that.
void takeStatistics(DetectionNetworkImpl& network, nn::BatchNorm2dImpl& norm, const torch::Tensor& images) {
    const auto momentum = norm.options.momentum();
    norm.options.momentum(1.0);
    norm.train();
    network.forward(images);
    norm.eval();
    norm.options.momentum(momentum);
    norm.weight.copy_((norm.running_var + norm.options.eps()).sqrt());
    norm.bias += norm.running_mean;
}

}  // namespace

void loadExportedWeights(DetectionNetwork network, const std::string& onnx, const torch::Tensor& images) {
    const torch::NoGradGuard noGrad;
    const OnnxFile file = parseOnnx(onnx);
    const auto convolutions = convolutionsOf(*network);
    for (const auto& layer : convolutions) {
        copyConstant(file, layer.name + ".weight", layer.convolution->weight);
        copyConstant(file, layer.name + ".bias", layer.norm ? layer.norm->bias : layer.convolution->bias);
        if (layer.norm) addOnly(*layer.norm);
    }
    network->eval();
    for (const auto& layer : convolutions)
        if (layer.norm) takeStatistics(*network, *layer.norm, images);
}

}  // namespace brnpa::trainer
