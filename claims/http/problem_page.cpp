#include "claims/http/problem_page.h"

#include "claims/http/socket.h"

namespace wildclaims::http {

namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "h1{font-size:1.4rem}code{background:#eee;padding:.1em .3em}dt{margin-top:.8rem}footer{margin-top:2rem}";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string html_page(std::string_view title, std::string_view body) {
  std::string page("<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\">");
  page.append("<meta name=\"viewport\" content=\"width=device-width\"><title>").append(escaped(title));
  page.append("</title><style>").append(kStyle).append("</style></head>\n<body>\n").append(body);
  return page.append("</body>\n</html>\n");
}

std::string number_of(const ProblemKind& kind) {
  return std::to_string(kind.status) + " " + reason_phrase(kind.status);
}

}  // namespace

std::string problem_page(const ProblemKind& kind, PageForm form) {
  if (form == PageForm::text) {
    return kind.title.zh + "\n" + kind.title.en + "\n\n" + kind.code + " (HTTP " + number_of(kind) + ")\n\n" +
           kind.advice.zh + "\n\n" + kind.advice.en + "\n";
  }
  std::string body;
  body.append("<h1>").append(escaped(kind.title.zh)).append("<br><span lang=\"en\">");
  body.append(escaped(kind.title.en)).append("</span></h1>\n<p><code>").append(escaped(kind.code));
  body.append("</code> HTTP ").append(escaped(number_of(kind))).append("</p>\n<p>").append(escaped(kind.advice.zh));
  body.append("</p>\n<p lang=\"en\">").append(escaped(kind.advice.en));
  body.append("</p>\n<footer><a href=\"/problems\">全部问题 / all problems</a></footer>\n");
  return html_page(kind.title.zh + " / " + kind.title.en, body);
}

std::string problem_list_page(PageForm form) {
  std::string body;
  if (form == PageForm::text) {
    for (const ProblemKind& kind : problem_catalogue()) {
      body += std::to_string(kind.status) + " " + kind.code + ": " + kind.title.zh + " / " + kind.title.en + "\n";
    }
    return body;
  }
  body.append("<h1>问题说明<br><span lang=\"en\">Problems</span></h1>\n<dl>\n");
  for (const ProblemKind& kind : problem_catalogue()) {
    body.append("<dt>").append(std::to_string(kind.status)).append(" <a href=\"/problems/").append(kind.code);
    body.append("\"><code>").append(kind.code).append("</code></a></dt><dd>").append(escaped(kind.title.zh));
    body.append("<br><span lang=\"en\">").append(escaped(kind.title.en)).append("</span></dd>\n");
  }
  return html_page("问题说明 / Problems", body.append("</dl>\n"));
}

}  // namespace wildclaims::http
