{#- Given rates agree with a computed one within half a percentage point, which rounding to whole percent explains. -#}
{% macro disagrees(given, computed) -%}
coalesce(
    least({% for rate in computed %}abs({{ given }} - {{ rate }}){{ ', ' if not loop.last }}{% endfor %}) > 0.5, false
)
{%- endmacro %}

{#- The claimed value of an indicator in percent or in another unit, proposals (件) first. -#}
{% macro claimed(indicator, percent=false) -%}
arg_max(value, (coalesce(unit = '件', false), unit)) filter (
    where indicator = '{{ indicator }}' and unit is {{ 'not ' if percent }}distinct from '%'
)
{%- endmacro %}
