#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

/** T^2 KL(softmax(teacher / T) || softmax(student / T)), the mean over the batch (Hinton et al., 2015).

The paper (T. Gomez et al., formula 1) has the same loss with T = 1 and the roles of its weight swapped: here the whole
is (1 - a) CE + a * this.
@param student, teacher N x classes; the teacher takes no gradient.
@param temperature T, > 0.
@return a scalar.
*/
torch::Tensor distillationLoss(const torch::Tensor& student, const torch::Tensor& teacher, double temperature);

/** The mean squared difference of the cosine similarities that student and teacher see between the pictures of a batch
(similarity-preserving distillation, Tung and Mori, ICCV 2019, with cosines).

@param student N x D, teacher N x E; D and E may differ; the teacher takes no gradient.
@return a scalar, 0..4.
*/
torch::Tensor relationLoss(const torch::Tensor& student, const torch::Tensor& teacher);

}  // namespace brnpa::trainer
