#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

#include "losses/center_loss.hpp"
#include "tasks/recipe.hpp"
#include "tasks/reid_network.hpp"
#include "tasks/teacher.hpp"

namespace brnpa::trainer {

/** What a training minimizes, as its recipe weighs it; and what is learnt for that purpose alone: the centers of the
center loss, the auxiliary classifiers. */
class ObjectiveImpl : public torch::nn::Module {
  public:
    ObjectiveImpl(const Recipe& recipe, int numClasses);

    /** The loss of a batch.
        @param labels N, int64.
        @param teacher what the teacher says of the same pictures; nullptr: there is none. */
    torch::Tensor forward(const ReidOutput& output, const torch::Tensor& labels, const TeacherOutput* teacher);

    //! The parts of the last batch's loss before their weights, and the auxiliary classifiers' accuracies ("v1",
    //! "v2v3").
    const std::map<std::string, double>& terms() const { return terms_; }

  private:
    torch::Tensor identityLoss(const ReidOutput& output, const torch::Tensor& labels, const TeacherOutput* teacher);
    torch::Tensor auxiliaryLoss(const torch::Tensor& vectors, const torch::Tensor& labels);
    torch::Tensor note(const std::string& name, const torch::Tensor& term);

    struct Auxiliary {
        std::string name;
        std::vector<int> parts;  // counted from 0
        torch::nn::Sequential classifier;
    };

    Recipe recipe_;
    torch::nn::CrossEntropyLoss crossEntropy_{nullptr};
    CenterLoss center_{nullptr};
    std::vector<Auxiliary> auxiliary_;
    std::map<std::string, double> terms_;
};
TORCH_MODULE(Objective);

}  // namespace brnpa::trainer
