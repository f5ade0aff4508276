#include "rules/engine/number_lists.h"
#include "rules/engine/table_proof.h"

namespace wildclaims::rules::engine {
namespace {

constexpr std::uint32_t kOutputs = 0xFFFF'FFFF;  // no column's number

}  // namespace

// Nodes that lead to the same outputs everywhere get the same meaning, from the answers upward; a column matters
// exactly when some node of it leads to two meanings.
std::vector<std::size_t> idle_columns(const TableDiagram& diagram, std::size_t columns, const TableRules& rules) {
  NumberLists meanings;
  std::vector<std::uint32_t> of_answers;
  for (const std::vector<std::uint32_t>& answer : diagram.answers) {
    meanings.push(kOutputs);
    for (const std::uint32_t row : answer) meanings.push(rules.agreement.empty() ? row : rules.agreement[row]);
    of_answers.push_back(meanings.close().list);
  }
  std::vector<std::uint32_t> of_nodes;
  const auto meaning_of = [&](std::uint32_t target) {
    const bool is_answer = (target & TableDiagram::kAnswer) != 0;
    return is_answer ? of_answers[target & ~TableDiagram::kAnswer] : of_nodes[target];
  };
  std::vector<bool> matters(columns, false);
  for (const TableDiagram::Node& node : diagram.nodes) {
    const TableDiagram::Branch* const branches = diagram.branches.data() + node.first_branch;
    const std::uint32_t first = meaning_of(branches[0].to);
    std::uint32_t last = first;
    bool differs = false;
    for (std::uint32_t i = 1; i < node.branches; ++i) {
      const std::uint32_t meaning = meaning_of(branches[i].to);
      if (meaning == last) continue;
      if (!differs) {
        meanings.push(node.column);
        meanings.push(first);
        differs = true;
      }
      meanings.push(branches[i].slot);
      meanings.push(meaning);
      last = meaning;
    }
    if (differs) matters[node.column] = true;
    of_nodes.push_back(differs ? meanings.close().list : first);
  }
  std::vector<std::size_t> idle;
  for (std::size_t column = 0; column < columns; ++column) {
    if (!matters[column]) idle.push_back(column);
  }
  return idle;
}

}  // namespace wildclaims::rules::engine
