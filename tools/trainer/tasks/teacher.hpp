#pragma once

#include <torch/torch.h>

#include <functional>
#include <string>
#include <vector>

#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

//! What a teacher says of N pictures.
struct TeacherOutput {
    torch::Tensor logits;     //!< N x classes
    torch::Tensor embedding;  //!< N x D
};

/** A trained network that another one learns from; frozen, in evaluation mode. */
class Teacher {
  public:
    /** @param checkpoint file of the teacher's training.
        @param numClasses people of the student's training part.
        @throws InputError when the teacher was trained on another number of people or takes pictures of another size.
     */
    Teacher(const std::string& checkpoint, const Recipe& student, int numClasses, torch::Device device);

    //! For the pictures as the student sees them.
    TeacherOutput look(const torch::Tensor& images) const;

    /** Looks at every picture of the training part once, plain and mirrored, and keeps the mean: an epoch then costs no
        time of the teacher's, and the targets do not know of the augmentation.
        @param pictures gives the pictures [begin, end), N x 3 x H x W. */
    void store(std::size_t count, const std::function<torch::Tensor(std::size_t begin, std::size_t end)>& pictures);

    //! What was stored for these pictures.
    TeacherOutput recall(const std::vector<std::size_t>& indices) const;

    const ReidNetwork& network() const { return network_; }
    const std::string& name() const { return name_; }

  private:
    torch::Device device_;
    ReidNetwork network_{nullptr};
    std::string name_;
    TeacherOutput stored_;
};

}  // namespace brnpa::trainer
