{#- Words that look like 共 (in all) but are not: they are cut out before a total is looked for. -#}
{% macro said_to_be_total(text) -%}
regexp_matches(
    regexp_replace(
        {{ text }},
        '中共|公共|共同|共识|共建|共享|共产|共青|共商|共治|共鸣|共谋|共话|共赢|共进|共度|共融|共富|共议|共和',
        '', 'g'
    ),
    '共|全年|累计|总计|合计|总数'
)
{%- endmacro %}

{#- The clause that leads to a quantity: what stands before it since the last stop, comma or table cell. -#}
{% macro clause_before(sentence, characters) -%}
regexp_extract(substr({{ sentence }}, 1, {{ characters }}), '[^，。；！？,;:：\t]*$')
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
