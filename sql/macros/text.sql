{#- Whether the clause that leads up to the end of a text calls what follows a total: a word for it since the last stop,
    comma or table cell. Words that look like 共 (in all) but are not (中共, 公共, 共同, ...) are passed over. -#}
{% macro said_to_be_total(text) -%}
regexp_matches(
    {{ text }},
    '((?:^|[^中公])共(?:[^同识建享产青商治鸣谋话赢进度融富议和，。；！？,;:：\t]|$)|全年|累计|总计|合计|总数)'
    || '[^，。；！？,;:：\t]*$'
)
{%- endmacro %}

{#- One key for all spellings of a programme: letters and digits, lower case, no generic noun at its end. -#}
{% macro programme_key(name) -%}
regexp_replace(
    lower(regexp_replace({{ name }}, '[^\p{L}\p{N}]', '', 'g')),
    '^(..+?)(?:系列活动|微信公众号|公众号|小程序|平台|品牌|专栏|栏目|节目|活动|行动)$',
    '\1'
)
{%- endmacro %}

{#- One line of evidence: the quantity, its sentence and where that stands. -#}
{% macro evidence(quantity, sentence, source) -%}
{{ quantity }} || ': ' || {{ sentence }} || coalesce(' (' || {{ source }} || ')', '')
{%- endmacro %}
