#include "losses/distillation.hpp"

namespace brnpa::trainer {

torch::Tensor distillationLoss(const torch::Tensor& student, const torch::Tensor& teacher, double temperature) {
    const auto studentLog = (student / temperature).log_softmax(1);
    const auto teacherLog = (teacher.detach() / temperature).log_softmax(1);
    return temperature * temperature * (teacherLog.exp() * (teacherLog - studentLog)).sum(1).mean();
}

torch::Tensor relationLoss(const torch::Tensor& student, const torch::Tensor& teacher) {
    const auto cosines = [](const torch::Tensor& embeddings) {
        const auto unit = torch::nn::functional::normalize(embeddings);
        return unit.mm(unit.t());
    };
    return (cosines(student) - cosines(teacher.detach())).pow(2).mean();
}

}  // namespace brnpa::trainer
